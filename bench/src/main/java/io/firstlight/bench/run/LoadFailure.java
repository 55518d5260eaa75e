package io.firstlight.bench.run;

import org.jspecify.annotations.Nullable;

/** A load could not be put on, for a reason outside: one line that says what, one that says what to do. */
public final class LoadFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String whatToDo;

    /** A failure without another behind it. */
    public LoadFailure(String message, String whatToDo) {
        this(message, whatToDo, null);
    }

    /** A failure that came from another. */
    public LoadFailure(String message, String whatToDo, @Nullable Throwable cause) {
        super(message, cause);
        this.whatToDo = whatToDo;
    }

    /** One line for the user. */
    public String whatToDo() {
        return whatToDo;
    }
}
