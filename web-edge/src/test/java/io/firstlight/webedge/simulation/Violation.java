package io.firstlight.webedge.simulation;

import org.jspecify.annotations.Nullable;

/** A promise that was not kept. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String what;

    Violation(String what) {
        super(what);
        this.what = what;
    }

    /** What was not kept. */
    String what() {
        return what;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for this alone
    static void unless(boolean kept, String what, @Nullable Object... details) {
        if (!kept) {
            throw new Violation(what.formatted(details));
        }
    }
}
