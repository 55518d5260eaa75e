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
    record Refused(Problem problem, String message) implements Administration {

        static Refused unknownGroup(String name) {
            return new Refused(Problem.UNKNOWN_GROUP, "there is no group '" + printable(name) + "'");
        }

        /** Messages go to terminals and logs. */
        static String printable(String text) {
            String bounded = text.length() > 200 ? text.substring(0, 200) + "..." : text;
            return bounded.replaceAll("\\p{Cntrl}", "?");
        }
    }

    /** What was wrong. */
    enum Problem {
        USER_EXISTS,
        UNKNOWN_USER,
        UNKNOWN_GROUP,
        UNKNOWN_RIGHT,
        BAD_USER_NAME,
        BAD_GROUP_NAME,
        GROUP_IS_NEEDED,
        BAD_TEXT,
        BAD_PATTERN,
        PASSWORD_TOO_SHORT,
        PASSWORD_TOO_LONG
    }
}
