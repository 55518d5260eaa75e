package io.firstlight.ingest.field;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.MessageBuilder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON object as fields: each value under its key, those of objects within it under dotted names, {@code wind.speed}. What is null is absent.
 * Immutable.
 */
public final class ObjectFields {

    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    /**
     * The fields of an object that {@link JsonFields#read} has read.
     *
     * @throws IllegalArgumentException if two values would have the same name, or a text could not be stored; the message says which
     */
    public ObjectFields(JsonNode object) {
        collect("", object);
    }

    private void collect(String prefix, JsonNode object) {
        object.properties().forEach(entry -> {
            String name = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (JsonFields.isObject(value)) {
                collect(name + ".", value);
            } else if (!value.isNull()) {
                if (name.indexOf('\0') >= 0
                        || (value.isTextual() && value.textValue().indexOf('\0') >= 0)) {
                    throw new IllegalArgumentException("'" + name.replace('\0', '?') + "' has a U+0000 in it");
                }
                if (values.put(name, value) != null) {
                    throw new IllegalArgumentException("'" + name + "' is there twice");
                }
            }
        });
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * Writes them.
     *
     * @param units by field's name; those that are not in it have none
     */
    public void write(Map<String, String> units, MessageBuilder out) {
        values.forEach(
                (name, value) -> JsonFields.write(name, value, units.getOrDefault(name, MessageBuilder.UNITLESS), out));
    }
}
