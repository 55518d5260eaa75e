package io.firstlight.auth.right;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do with an address. None of them includes another. */
public enum Right {
    /** See live values and the latest state. */
    READ,
    /** Publish values. */
    WRITE,
    /** Send commands to the component. */
    COMMAND,
    /** See stored values. */
    HISTORY,
    /** Change users, rights and settings. */
    ADMINISTER;

    /** The word in the database and on the command line, for example {@code read}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The right of that {@link #wireName}. */
    public static Optional<Right> ofWireName(String name) {
        return Stream.of(values())
                .filter(right -> right.wireName().equals(name))
                .findFirst();
    }
}
