package io.firstlight.schemas.address;

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
        try {
            return new Component(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("component index in '" + text + "' is not a number", e);
        }
    }

    @Override
    public String toString() {
        return key();
    }
}
