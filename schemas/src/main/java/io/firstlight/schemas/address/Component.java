package io.firstlight.schemas.address;

import java.util.OptionalInt;

/**
 * One instance of a component: its name (CSC, "commandable SAL component") and instance number.
 *
 * @param csc the component's name: ASCII letters, digits, {@code _ - .}, at most {@value Names#MAX_LENGTH} characters
 * @param salindex the instance number, 0 for a component that has only one
 */
public record Component(String csc, int salindex) {

    public Component {
        Names.check("csc", csc);
    }

    /** The record key of this component's messages: {@code csc:salindex}. */
    public String key() {
        return csc + ':' + salindex;
    }

    /**
     * Reads {@code Name}, {@code Name:3} as people type it; no index means 0.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Component parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Component(text, 0);
        }
        int index = parseIndex(text.substring(colon + 1))
                .orElseThrow(() -> new IllegalArgumentException("component index in '" + text + "' is not a number"));
        return new Component(text.substring(0, colon), index);
    }

    /**
     * Reads an instance number; empty unless the text is its shortest decimal form. Others ({@code 01}, {@code +1}, digits of another
     * script) would come back to the client as a different text, under which it did not subscribe.
     */
    public static OptionalInt parseIndex(String text) {
        try {
            int index = Integer.parseInt(text);
            return Integer.toString(index).equals(text) ? OptionalInt.of(index) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    @Override
    public String toString() {
        return key();
    }
}
