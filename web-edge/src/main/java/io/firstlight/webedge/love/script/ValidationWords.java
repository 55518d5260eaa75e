package io.firstlight.webedge.love.script;

import com.networknt.schema.Error;
import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a configuration as users of LOVE know it from Python's {@code jsonschema} (4.26, tried case by case):
 * {@code 'a' is a required property}, {@code 'x' is not of type 'number'}. A keyword that is not known here is told in the words of the
 * validator that we use.
 */
final class ValidationWords {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final double LEAST_PLAIN = 1e-4;
    private static final double MOST_PLAIN = 1e16;

    private ValidationWords() {}

    /**
     * @param finding the mistake
     * @param same all that the validator found at that place, the mistake included
     * @param value the value that is wrong
     */
    static String message(Finding finding, List<Finding> same, JsonNode value) {
        JsonNode rule = finding.error().getSchemaNode();
        String shown = python(value);
        return switch (finding.keyword()) {
            case "type" -> shown + " is not of type " + (rule.isArray() ? listed(rule) : python(rule));
            case "required" -> quoted(property(finding)) + " is a required property";
            case "enum" -> shown + " is not one of " + python(rule);
            case "const" -> python(rule) + " was expected";
            case "minimum" -> shown + " is less than the minimum of " + python(rule);
            case "maximum" -> shown + " is greater than the maximum of " + python(rule);
            case "exclusiveMinimum" -> shown + " is less than or equal to the minimum of " + python(rule);
            case "exclusiveMaximum" -> shown + " is greater than or equal to the maximum of " + python(rule);
            case "multipleOf" -> shown + " is not a multiple of " + python(rule);
            case "minLength", "minItems" -> shown + (rule.asInt(0) == 1 ? " should be non-empty" : " is too short");
            case "maxLength", "maxItems" -> shown + (rule.asInt(1) == 0 ? " is expected to be empty" : " is too long");
            case "minProperties" ->
                shown + (rule.asInt(0) == 1 ? " should be non-empty" : " does not have enough properties");
            case "maxProperties" -> shown + " has too many properties";
            case "pattern" -> shown + " does not match " + python(rule);
            case "uniqueItems" -> shown + " has non-unique elements";
            case "not" -> shown + " should not be valid under " + python(rule);
            case "contains" -> "None of " + shown + " are valid under the given schema";
            case "false" -> "False schema does not allow " + shown;
            case "dependencies" -> dependency(finding, rule, value);
            case "additionalProperties" ->
                unexpected(
                        "properties",
                        same.stream().map(each -> quoted(property(each))).toList());
            case "additionalItems" ->
                unexpected(
                        "items",
                        same.stream()
                                .map(each -> python(value.path(index(each.error()))))
                                .toList());
            case "anyOf" -> shown + " is not valid under any of the given schemas";
            case "oneOf" -> oneOf(same, shown);
            default -> String.valueOf(finding.error().getMessage());
        };
    }

    private static String property(Finding finding) {
        return String.valueOf(finding.error().getProperty());
    }

    private static int index(Error error) {
        return error.getArguments() != null
                        && error.getArguments().length > 0
                        && error.getArguments()[0] instanceof Integer index
                ? index
                : 0;
    }

    private static String dependency(Finding finding, JsonNode rule, JsonNode value) {
        String missing = rule.path(property(finding))
                .valueStream()
                .map(name -> name.asString(""))
                .filter(name -> !value.has(name))
                .findFirst()
                .orElse("");
        return quoted(missing) + " is a dependency of " + quoted(property(finding));
    }

    private static String unexpected(String what, List<String> shown) {
        return "Additional " + what + " are not allowed (" + String.join(", ", shown)
                + (shown.size() == 1 ? " was" : " were") + " unexpected)";
    }

    /** Either no branch holds, or several do: then the later ones are listed before the first. */
    private static String oneOf(List<Finding> same, String shown) {
        for (Finding each : same) {
            Object[] arguments = each.error().getArguments();
            if (each.error().getKeyword().equals("oneOf") && arguments != null && arguments.length > 1) {
                List<String> valid = NUMBER.matcher(String.valueOf(arguments[1]))
                        .results()
                        .map(index -> each.error().getSchemaNode().path(Integer.parseInt(index.group())))
                        .map(ValidationWords::python)
                        .collect(Collectors.toCollection(ArrayList::new));
                if (!valid.isEmpty()) {
                    valid.add(valid.removeFirst());
                    return shown + " is valid under each of " + String.join(", ", valid);
                }
            }
        }
        return shown + " is not valid under any of the given schemas";
    }

    private static String listed(JsonNode array) {
        return array.valueStream().map(ValidationWords::python).collect(Collectors.joining(", "));
    }

    /** The value as Python shows it. */
    static String python(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.booleanValue() ? "True" : "False";
            case STRING -> quoted(value.stringValue());
            case ARRAY -> "[" + listed(value) + "]";
            case OBJECT ->
                value.properties().stream().map(ValidationWords::pair).collect(Collectors.joining(", ", "{", "}"));
            case NUMBER -> value.isFloatingPointNumber() ? number(value.doubleValue()) : value.asString();
            case BINARY, POJO -> value.asString();
        };
    }

    private static String pair(Map.Entry<String, JsonNode> property) {
        return quoted(property.getKey()) + ": " + python(property.getValue());
    }

    /** Both languages choose the shortest digits that mean the number; they differ in when to use an exponent, and how to write it. */
    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String text = Double.toString(number);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        if (Math.abs(number) >= LEAST_PLAIN && Math.abs(number) < MOST_PLAIN) {
            String plain = new BigDecimal(text).toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = text.substring(0, exponent);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
                + String.format(Locale.ROOT, "e%+03d", Integer.parseInt(text.substring(exponent + 1)));
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
