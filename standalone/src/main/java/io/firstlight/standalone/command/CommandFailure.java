package io.firstlight.standalone.command;

import org.jspecify.annotations.Nullable;

/** A command could not do what it was asked, for a reason outside: one line that says what, one that says what to do. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String whatToDo;

    public CommandFailure(String message, String whatToDo, @Nullable Throwable cause) {
        super(message, cause);
        this.whatToDo = whatToDo;
    }

    /** One line for the user. */
    public String whatToDo() {
        return whatToDo;
    }
}
