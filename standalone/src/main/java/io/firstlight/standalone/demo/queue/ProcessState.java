package io.firstlight.standalone.demo.queue;

/** States of a script's process; names and numbers are SAL's (ts_xml, ScriptQueue, ScriptProcessState). */
enum ProcessState {
    LOADING(1),
    CONFIGURED(2),
    RUNNING(3),
    DONE(4),
    CONFIGURE_FAILED(6),
    TERMINATED(7);

    private final int number;

    ProcessState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Whether it has ended, one way or the other. */
    boolean isEnd() {
        return this == DONE || this == CONFIGURE_FAILED || this == TERMINATED;
    }
}
