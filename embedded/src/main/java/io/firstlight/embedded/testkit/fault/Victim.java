package io.firstlight.embedded.testkit.fault;

/** Something that a fault is done to. Called by one thread. */
public interface Victim {

    /** What it is called in reports. */
    String name();

    /** Ends it with SIGKILL and returns when it is gone. */
    void kill();

    /** Lets it stand still (SIGSTOP): it keeps its memory and its connections, and answers nothing. */
    void freeze();

    /** Lets it go on (SIGCONT), as if no time had passed. */
    void thaw();

    /** Starts it on the data of its last life; returns without waiting until it serves. */
    void startAgain();

    /** Whether it serves; may ask it over the network, at most for a second. */
    boolean serves();
}
