package io.firstlight.standalone.demo.sal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a command, checked against its declaration; what was not given has the default of its type. Immutable. */
public final class Parameters {

    private final Map<String, JsonNode> given;

    private Parameters(Map<String, JsonNode> given) {
        this.given = Map.copyOf(given);
    }

    /** The outcome of the check. */
    public sealed interface Check {
        /** They fit. */
        record Fit(Parameters parameters) implements Check {}

        /** They do not, and why. */
        record Unfit(String reason) implements Check {}
    }

    /** Checks an object of parameters. */
    public static Check check(SalTopic command, JsonNode params) {
        Map<String, JsonNode> given = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : params.properties()) {
            Field field = command.fields().stream()
                    .filter(each -> each.name().equals(entry.getKey()))
                    .findFirst()
                    .orElse(null);
            if (field == null) {
                return new Check.Unfit(command.name() + " has no parameter " + entry.getKey());
            }
            String problem = problem(field, entry.getValue());
            if (problem != null) {
                return new Check.Unfit("parameter " + field.name() + " of " + command.name() + " must be " + problem);
            }
            given.put(field.name(), entry.getValue());
        }
        for (Field field : command.fields()) {
            if (field.required() && !given.containsKey(field.name())) {
                return new Check.Unfit(command.name() + " needs parameter " + field.name());
            }
        }
        return new Check.Fit(new Parameters(given));
    }

    private static @Nullable String problem(Field field, JsonNode value) {
        if (field.count() == 1) {
            return fits(field.type(), value) ? null : words(field.type());
        }
        if (!value.isArray() || value.size() > field.count()) {
            return "a list of at most " + field.count();
        }
        for (JsonNode element : value) {
            if (!fits(field.type(), element)) {
                return "a list, each element " + words(field.type());
            }
        }
        return null;
    }

    private static boolean fits(FieldType type, JsonNode value) {
        return switch (type) {
            case BOOLEAN -> value.isBoolean();
            case INT -> value.isIntegralNumber() && value.canConvertToInt();
            case LONG -> value.isIntegralNumber() && value.canConvertToLong();
            case FLOAT, DOUBLE -> value.isNumber() && Double.isFinite(value.doubleValue());
            case STRING -> value.isTextual();
        };
    }

    private static String words(FieldType type) {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case INT, LONG -> "a whole number";
            case FLOAT, DOUBLE -> "a finite number";
            case STRING -> "a text";
        };
    }

    /** A number, 0 if not given. */
    public double number(String name) {
        JsonNode value = given.get(name);
        return value == null ? 0 : value.doubleValue();
    }

    /** A whole number, 0 if not given. */
    public int integer(String name) {
        JsonNode value = given.get(name);
        return value == null ? 0 : value.intValue();
    }

    /** A yes or no, no if not given. */
    public boolean flag(String name) {
        JsonNode value = given.get(name);
        return value != null && value.booleanValue();
    }

    /** A text, empty if not given. */
    public String text(String name) {
        JsonNode value = given.get(name);
        return value == null ? "" : value.textValue();
    }

    /** A list of whole numbers, empty if not given. */
    public List<Integer> integers(String name) {
        List<Integer> numbers = new ArrayList<>();
        JsonNode value = given.get(name);
        if (value != null) {
            value.forEach(element -> numbers.add(element.intValue()));
        }
        return List.copyOf(numbers);
    }
}
