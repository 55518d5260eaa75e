package io.firstlight.ingest.component;

import io.firstlight.schemas.json.JsonOutput;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fields as a test writes them down: names and values in turn. */
final class FakeFields implements Fields {

    private final Map<String, Object> values = new LinkedHashMap<>();

    FakeFields(Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            values.put((String) namesAndValues[i], value instanceof Integer number ? Long.valueOf(number) : value);
        }
    }

    @Override
    public byte[] toJson() {
        JsonOutput out = new JsonOutput(256).literal("{");
        String separator = "";
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            out.literal(separator).quoted(entry.getKey()).literal(": {\"value\": ");
            out.literal(json(entry.getValue())).literal(", \"dataType\": \"");
            out.literal(type(entry.getValue())).literal("\", \"units\": \"unitless\"}");
            separator = ", ";
        }
        return out.literal("}").toByteArray();
    }

    private static String json(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static String type(Object value) {
        return switch (value) {
            case String text -> "String";
            case Double number -> "Float";
            case List<?> list -> "Array<Int>";
            default -> "Int";
        };
    }

    @Override
    public @Nullable Object value(String name) {
        return values.get(name);
    }
}
