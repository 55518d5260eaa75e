package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a field takes, and what a client is told about anything else; texts are those of LOVE's framework. Numbers and truth values are
 * taken as text, too, as forms send them. Immutable.
 */
public sealed interface FieldType {

    /** A value, or what is wrong with it. */
    sealed interface Reading {
        /** Good. The value is a String, Long, Integer or Boolean; JSON is a String, too. */
        record Value(@Nullable Object value) implements Reading {}

        /** Not good, with the reason. */
        record Problem(String reason) implements Reading {}
    }

    /** Reads a value that is there. */
    Reading read(JsonNode value);

    /**
     * Text without characters that cannot be stored. White space at both ends is dropped.
     *
     * @param most longest, in characters
     * @param mayBeBlank whether nothing is a value
     */
    record Text(int most, boolean mayBeBlank) implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            return FieldType.text(value, true, most, mayBeBlank);
        }
    }

    /** Text of which every character counts, such as YAML, where white space has a meaning. */
    record Verbatim(int most) implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            return FieldType.text(value, false, most, true);
        }
    }

    /** An e-mail address. */
    record Email() implements FieldType {
        private static final int MOST = 254;
        private static final Pattern ADDRESS = Pattern.compile("[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+");

        @Override
        public Reading read(JsonNode value) {
            Reading text = FieldType.text(value, true, MOST, false);
            return text instanceof Reading.Value address
                            && !ADDRESS.matcher(String.valueOf(address.value())).matches()
                    ? new Reading.Problem("Enter a valid email address.")
                    : text;
        }
    }

    /**
     * One of some words.
     *
     * @param mayBeNull whether null is a value, too
     */
    record Choice(List<String> words, boolean mayBeNull) implements FieldType {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public Reading read(JsonNode value) {
            if (value.isNull()) {
                return new Reading.Value(null);
            }
            return value.isTextual() && words.contains(value.asText())
                    ? new Reading.Value(value.asText())
                    : new Reading.Problem("\"" + FieldType.shown(value) + "\" is not a valid choice.");
        }
    }

    /** A whole number from 0 to 2147483647. */
    record Whole() implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            Long number = FieldType.number(value);
            if (number == null) {
                return new Reading.Problem("A valid integer is required.");
            }
            if (number < 0) {
                return new Reading.Problem("Ensure this value is greater than or equal to 0.");
            }
            return number > Integer.MAX_VALUE
                    ? new Reading.Problem("Ensure this value is less than or equal to " + Integer.MAX_VALUE + ".")
                    : new Reading.Value(number.intValue());
        }
    }

    /** True or false. */
    record Truth() implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            return switch (value.asText().toLowerCase(Locale.ROOT)) {
                case "true", "1" -> new Reading.Value(true);
                case "false", "0" -> new Reading.Value(false);
                default -> new Reading.Problem("Must be a valid boolean.");
            };
        }
    }

    /** Any JSON that is nobody's business here. */
    record Opaque() implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            return new Reading.Value(value.isNull() ? null : LoveJson.ascii(value));
        }
    }

    /** A JSON object. */
    record Document() implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            return value.isObject()
                    ? new Reading.Value(LoveJson.ascii(value))
                    : new Reading.Problem("Value must be a JSON object.");
        }
    }

    /** The number of a row in another table; whether there is one is asked when it is stored. */
    record Reference() implements FieldType {
        @Override
        public Reading read(JsonNode value) {
            Long number = FieldType.number(value);
            return number == null
                    ? new Reading.Problem(
                            "Incorrect type. Expected pk value, received " + FieldType.pythonType(value) + ".")
                    : new Reading.Value(number);
        }
    }

    private static Reading text(JsonNode value, boolean trimmed, int most, boolean mayBeBlank) {
        if (!value.isTextual() && !value.isNumber()) {
            return new Reading.Problem("Not a valid string.");
        }
        String text = trimmed ? value.asText().strip() : value.asText();
        if (text.isEmpty() && !mayBeBlank) {
            return new Reading.Problem("This field may not be blank.");
        }
        if (text.codePointCount(0, text.length()) > most) {
            return new Reading.Problem("Ensure this field has no more than " + most + " characters.");
        }
        if (text.indexOf('\0') >= 0) {
            return new Reading.Problem("Null characters are not allowed.");
        }
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                ? new Reading.Problem("Not a valid string.")
                : new Reading.Value(text);
    }

    private static @Nullable Long number(JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.asLong();
        }
        if (value.isTextual() && value.asText().strip().matches("-?[0-9]{1,18}")) {
            return Long.valueOf(value.asText().strip());
        }
        return null;
    }

    private static String pythonType(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case ARRAY -> "list";
            case OBJECT -> "dict";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            default -> "str";
        };
    }

    private static String shown(JsonNode value) {
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }
}
