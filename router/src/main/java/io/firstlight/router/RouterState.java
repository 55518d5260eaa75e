package io.firstlight.router;

/** What a router is doing, for health checks. */
public enum RouterState {
    /** Not started, or on the way: it joins its group and restores its store. */
    STARTING,
    /** It keeps the state. */
    RUNNING,
    /** Work is being shared out anew between instances. */
    REBALANCING,
    /** It was closed. */
    STOPPED,
    /** It gave up; the log says why. */
    FAILED
}
