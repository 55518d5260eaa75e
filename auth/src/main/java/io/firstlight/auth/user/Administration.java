package io.firstlight.auth.user;

/** How a request to {@link UserAdministration} ended. */
public sealed interface Administration {

    /**
     * The database is as asked.
     *
     * @param changed false when it was so already
     */
    record Done(boolean changed) implements Administration {}

    /**
     * Nothing was changed.
     *
     * @param message one sentence for the person who asked, with the value that was wrong; no secret
     */
    record Refused(Problem problem, String message) implements Administration {}

    /** What was wrong. */
    enum Problem {
        USER_EXISTS,
        UNKNOWN_USER,
        UNKNOWN_GROUP,
        UNKNOWN_RIGHT,
        BAD_USER_NAME,
        BAD_TEXT,
        BAD_PATTERN,
        PASSWORD_TOO_SHORT,
        PASSWORD_TOO_LONG
    }
}
