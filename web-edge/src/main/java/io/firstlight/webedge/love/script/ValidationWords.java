package io.firstlight.webedge.love.script;

import com.networknt.schema.Error;
import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a configuration as users of LOVE know it from Python's {@code jsonschema}: {@code 'a' is a required property},
 * {@code 'x' is not of type 'number'}. A keyword that is not known here is told in the words of the validator that we use.
 */
final class ValidationWords {

    private ValidationWords() {}

    /**
     * @param error what the validator found first
     * @param same all that it found by the same keyword at the same place, the first included
     * @param rule the keyword's value in the schema
     */
    static String message(Error error, List<Error> same, JsonNode rule) {
        JsonNode value = error.getInstanceNode();
        String shown = python(value);
        return switch (error.getKeyword()) {
            case "type" -> shown + " is not of type " + types(rule);
            case "required" -> quoted(String.valueOf(error.getProperty())) + " is a required property";
            case "enum" -> shown + " is not one of " + python(rule);
            case "const" -> python(rule) + " was expected";
            case "minimum" -> shown + " is less than the minimum of " + python(rule);
            case "maximum" -> shown + " is greater than the maximum of " + python(rule);
            case "exclusiveMinimum" -> shown + " is less than or equal to the minimum of " + python(rule);
            case "exclusiveMaximum" -> shown + " is greater than or equal to the maximum of " + python(rule);
            case "multipleOf" -> shown + " is not a multiple of " + python(rule);
            case "minLength", "minItems" -> shown + " is too short";
            case "maxLength", "maxItems" -> shown + " is too long";
            case "pattern" -> shown + " does not match " + python(rule);
            case "uniqueItems" -> shown + " has non-unique elements";
            case "additionalProperties" -> extra(same);
            case "anyOf", "oneOf" -> shown + " is not valid under any of the given schemas";
            default -> String.valueOf(error.getMessage());
        };
    }

    private static String types(JsonNode rule) {
        return rule.isArray()
                ? rule.valueStream().map(ValidationWords::python).collect(Collectors.joining(", "))
                : python(rule);
    }

    private static String extra(List<Error> same) {
        return "Additional properties are not allowed ("
                + same.stream()
                        .map(error -> quoted(String.valueOf(error.getProperty())))
                        .collect(Collectors.joining(", "))
                + (same.size() == 1 ? " was" : " were") + " unexpected)";
    }

    /** The value as Python shows it. */
    static String python(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case STRING -> quoted(value.stringValue());
            case ARRAY ->
                value.valueStream().map(ValidationWords::python).collect(Collectors.joining(", ", "[", "]"));
            case OBJECT ->
                value.properties().stream()
                        .map(ValidationWords::pair)
                        .collect(Collectors.joining(", ", "{", "}"));
            case NUMBER, BINARY, POJO -> value.asString();
        };
    }

    private static String pair(Map.Entry<String, JsonNode> property) {
        return quoted(property.getKey()) + ": " + python(property.getValue());
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c == quote) {
                        quoted.append('\\').append(c);
                    } else if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append(quote).toString();
    }
}
