package io.firstlight.webedge.simulation;

/** A promise that was not kept. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }

    static void unless(boolean kept, String what, Object... details) {
        if (!kept) {
            throw new Violation(what.formatted(details));
        }
    }
}
