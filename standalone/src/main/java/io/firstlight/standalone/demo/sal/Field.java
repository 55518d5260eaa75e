package io.firstlight.standalone.demo.sal;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/**
 * One field of a topic.
 *
 * @param count how many values it has; a list if more than 1
 * @param required of a command's field: whether the command is refused without it; else its default is no, 0 or an empty text
 */
public record Field(String name, FieldType type, String units, int count, boolean required, String description) {

    /** A field with one value and a unit. */
    public static Field of(String name, FieldType type, String units, String description) {
        return new Field(name, type, units, 1, false, description);
    }

    /** A field with one value and no unit. */
    public static Field of(String name, FieldType type, String description) {
        return of(name, type, UNITLESS, description);
    }

    /** The same with so many values. */
    public Field times(int number) {
        return new Field(name, type, units, number, required, description);
    }

    /** The same, but a command lacks sense without it. */
    public Field needed() {
        return new Field(name, type, units, count, true, description);
    }
}
