package io.firstlight.standalone.demo.sal;

/** What came of a command. */
public sealed interface Reply {

    /** The command was accepted, and what it asks for has begun. */
    Reply DONE = new Done();

    /** See {@link #DONE}. */
    record Done() implements Reply {}

    /**
     * Nothing was changed.
     *
     * @param reason why, for the user
     */
    record Rejected(String reason) implements Reply {}

    /** A rejection. */
    static Reply rejected(String reason) {
        return new Rejected(reason);
    }
}
