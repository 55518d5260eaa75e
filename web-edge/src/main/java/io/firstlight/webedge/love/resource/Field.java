package io.firstlight.webedge.love.resource;

import org.jspecify.annotations.Nullable;

/**
 * A field that clients give.
 *
 * @param name its name, in JSON and as a column
 * @param type what it takes
 * @param required whether a whole object needs it
 * @param absent its value where it is not required and not given
 */
public record Field(
        String name,
        FieldType type,
        boolean required,
        @Nullable Object absent) {

    /** A field that every object has. */
    public static Field required(String name, FieldType type) {
        return new Field(name, type, true, null);
    }

    /** A field that may be left out. */
    public static Field optional(String name, FieldType type, @Nullable Object absent) {
        return new Field(name, type, false, absent);
    }
}
