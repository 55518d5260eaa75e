package io.firstlight.auth.user;

import org.jspecify.annotations.Nullable;

/**
 * Passwords that LOVE's first users get when they are added. Secrets.
 *
 * @param admin of {@code admin}, null if not given
 * @param user of {@code user}, null if not given
 * @param cmdUser of {@code cmd_user}, null if not given
 */
public record FirstPasswords(
        @Nullable String admin,
        @Nullable String user,
        @Nullable String cmdUser) {

    /** None given. */
    public static final FirstPasswords NONE = new FirstPasswords(null, null, null);

    @Nullable
    String of(String userName) {
        return switch (userName) {
            case "admin" -> admin;
            case "user" -> user;
            case "cmd_user" -> cmdUser;
            default -> null;
        };
    }

    /** For whom there is one, never which. */
    @Override
    public String toString() {
        return "FirstPasswords[admin=" + shown(admin) + ", user=" + shown(user) + ", cmdUser=" + shown(cmdUser) + "]";
    }

    private static String shown(@Nullable String password) {
        return password == null ? "none" : "***";
    }
}
