package io.firstlight.ingest.field;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.regex.Pattern;

/**
 * Texts, taken for what they look like: a whole number, a number, {@code true} or {@code false}, else text; numbers with leading zeros are
 * text. Stateless.
 */
public final class TextFields {

    private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:(?:0|[1-9]\\d*)(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?|NaN|-?Infinity");

    private TextFields() {}

    /**
     * Writes a field.
     *
     * @param units the unit if it is a number; texts and yes or no have none
     */
    public static void write(String field, String text, String units, MessageBuilder out) {
        String trimmed = text.trim();
        if (INTEGER.matcher(trimmed).matches()) {
            out.integer(field, Long.parseLong(trimmed), units);
        } else if (NUMBER.matcher(trimmed).matches()) {
            out.number(field, Double.parseDouble(trimmed), units);
        } else if (trimmed.equalsIgnoreCase("true") || trimmed.equalsIgnoreCase("false")) {
            out.flag(field, Boolean.parseBoolean(trimmed));
        } else {
            out.text(field, text);
        }
    }
}
