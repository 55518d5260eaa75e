package io.firstlight.schemas.address;

/** The legal characters of component and stream names; the set is LOVE's group names, so that every address is one. */
public final class Names {

    /** Longest legal name, in characters. */
    public static final int MAX_LENGTH = 99;

    private Names() {}

    /** Whether the text may name a component or a stream. */
    public static boolean isLegal(String name) {
        int length = name.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isLegal(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static void check(String field, String name) {
        if (!isLegal(name)) {
            throw new IllegalArgumentException(field + " '" + name + "' must be 1 to " + MAX_LENGTH
                    + " characters of ASCII letters, digits, '_', '-' and '.'");
        }
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }
}
