package io.firstlight.ingest.source.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One object of a file of rules, and what messages call it. Every reader throws {@link IllegalArgumentException} for a wrong value; the message
 * names file, place, key and value.
 */
public final class Declaration {

    private final JsonNode object;
    private final String label;

    Declaration(JsonNode object, String label) {
        this.object = object;
        this.label = label;
        if (!object.isObject()) {
            throw new IllegalArgumentException(label + " is no object");
        }
    }

    /** What is wrong with the value of a key. */
    public IllegalArgumentException wrong(String key, String what) {
        JsonNode value = object.path(key);
        return new IllegalArgumentException(
                label + ": " + key + (value.isValueNode() ? "=" + value.asText() : "") + " " + what);
    }

    /** Refuses every other key: a key that is mistyped would else be silently without effect. */
    public void allow(Set<String> keys) {
        object.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(label + ": " + key + " is no key here; there is "
                        + String.join(", ", keys.stream().sorted().toList()));
            }
        });
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return object.has(key);
    }

    /** A text that must be there. */
    public String text(String key) {
        JsonNode value = object.path(key);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(key, has(key) ? "must be a text" : "is missing");
        }
        return value.textValue();
    }

    /** A text. */
    public String text(String key, String absent) {
        return has(key) ? text(key) : absent;
    }

    /** A text, or a whole number as its text. */
    public String textOrNumber(String key, String absent) {
        JsonNode value = object.path(key);
        return value.isIntegralNumber() ? value.asText() : text(key, absent);
    }

    /** A whole number. */
    public int number(String key, int absent, int least, int most) {
        JsonNode value = object.path(key);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw wrong(key, "must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** One of some words. */
    public String oneOf(String key, String absent, List<String> words) {
        String word = text(key, absent);
        if (!words.contains(word)) {
            throw wrong(key, "must be one of " + String.join(", ", words));
        }
        return word;
    }

    /** An object of texts, in its order; empty if absent. */
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(key) && !object.path(key).isObject()) {
            throw wrong(key, "must be an object of texts");
        }
        object.path(key).properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw wrong(key, "must be an object of texts, which '" + entry.getKey() + "' is not");
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        });
        return texts;
    }

    /** A list of texts; empty if absent. */
    public List<String> list(String key) {
        List<String> texts = new ArrayList<>();
        if (has(key) && !object.path(key).isArray()) {
            throw wrong(key, "must be a list of texts");
        }
        object.path(key).forEach(each -> {
            if (!each.isTextual()) {
                throw wrong(key, "must be a list of texts");
            }
            texts.add(each.textValue());
        });
        return texts;
    }

    /** The objects of a list that must be there. */
    public List<Declaration> declarations(String key, String labelled) {
        JsonNode value = object.path(key);
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(key, has(key) ? "must be a list of objects" : "is missing");
        }
        List<Declaration> declarations = new ArrayList<>();
        for (JsonNode each : value) {
            declarations.add(new Declaration(
                    each,
                    label + ": " + key + " " + (declarations.size() + 1) + " '"
                            + each.path(labelled).asText("") + "'"));
        }
        return declarations;
    }

    /** The value of {@code category}: {@code telemetry} unless it is there, or {@code event}. */
    public Category category() {
        return oneOf("category", "telemetry", List.of("telemetry", "event")).equals("event")
                ? Category.EVENT
                : Category.TELEMETRY;
    }

    /** The values of {@code csc} and {@code salindex}, which is 0 unless it is there. */
    public Component component() {
        return new Component(name("csc"), number("salindex", 0, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** A legal name of a component or a stream. */
    public String name(String key) {
        String name = text(key);
        if (!Names.isLegal(name)) {
            throw wrong(
                    key, "must be 1 to " + Names.MAX_LENGTH + " characters of ASCII letters, digits, '_', '-' and '.'");
        }
        return name;
    }
}
