package io.firstlight.standalone.demo.queue;

/** States of a script; names and numbers are SAL's (ts_xml, Script, ScriptState). */
enum ScriptState {
    UNKNOWN(0),
    UNCONFIGURED(1),
    CONFIGURED(2),
    RUNNING(3),
    STOPPING(6),
    FAILING(7),
    DONE(8),
    STOPPED(9),
    FAILED(10),
    CONFIGURE_FAILED(11);

    private final int number;

    ScriptState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
