package io.firstlight.standalone.startup;

/** The stack was closed while it started: somebody asked for the end, nothing went wrong. */
public final class StartAbandoned extends Exception {

    private static final long serialVersionUID = 1L;

    StartAbandoned() {
        super("stopped while starting");
    }
}
