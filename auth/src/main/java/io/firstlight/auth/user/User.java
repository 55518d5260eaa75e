package io.firstlight.auth.user;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A user as others may see him; no secret.
 *
 * @param id the number that the database gave him, from 1; never another's
 * @param name unique, case-sensitive: 1 to 150 of ASCII letters, digits and {@code @ . + _ -}
 * @param email may be empty
 * @param firstName may be empty
 * @param lastName may be empty
 * @param active whether he may log in and his tokens hold
 * @param superuser whether he passes every check
 * @param createdAt when he was added
 * @param groups names of his groups
 */
public record User(
        long id,
        String name,
        String email,
        String firstName,
        String lastName,
        boolean active,
        boolean superuser,
        Instant createdAt,
        Set<String> groups) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@.+_-]{1,150}");

    public User {
        groups = Set.copyOf(groups);
    }

    /** Whether the text may name a user. */
    public static boolean isLegalName(String name) {
        return NAME.matcher(name).matches();
    }
}
