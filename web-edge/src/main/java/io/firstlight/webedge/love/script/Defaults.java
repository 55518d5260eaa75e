package io.firstlight.webedge.love.script;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;

/**
 * Fills in what a configuration leaves out and its schema has a {@code default} for.
 *
 * <p>It goes down {@code properties}, {@code items} (one schema for all), {@code allOf} and references into the same schema. An object that is
 * missing as a whole is made if something in it has a default. Branches of {@code anyOf}, {@code oneOf} and {@code if} give no defaults: which
 * one holds is not known before the values are.
 */
final class Defaults {

    private static final int DEEPEST = 64;

    private final JsonNode root;

    Defaults(JsonNode schema) {
        this.root = schema;
    }

    /** Fills the configuration in place. */
    void fill(JsonNode configuration) {
        fill(root, configuration, 0);
    }

    private void fill(JsonNode schema, JsonNode value, int depth) {
        JsonNode resolved = resolve(schema);
        if (depth > DEEPEST || !resolved.isObject()) {
            return;
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property :
                    resolved.path("properties").properties()) {
                fill(object, property.getKey(), property.getValue(), depth);
            }
        }
        if (value.isArray() && resolved.path("items").isObject()) {
            value.forEach(element -> fill(resolved.path("items"), element, depth + 1));
        }
        resolved.path("allOf").forEach(part -> fill(part, value, depth + 1));
    }

    private void fill(ObjectNode object, String name, JsonNode schema, int depth) {
        JsonNode present = object.get(name);
        if (present != null) {
            fill(schema, present, depth + 1);
            return;
        }
        JsonNode resolved = resolve(schema);
        JsonNode otherwise = resolved.get("default");
        if (otherwise != null) {
            object.set(name, otherwise.deepCopy());
        } else if (resolved.path("properties").isObject()
                && resolved.path("type").asString("object").equals("object")) {
            ObjectNode made = JsonNodeFactory.instance.objectNode();
            fill(resolved, made, depth + 1);
            if (!made.isEmpty()) {
                object.set(name, made);
            }
        }
    }

    /** Follows references such as {@code #/definitions/angle}; a circle or one that leads nowhere ends at a missing node. */
    private JsonNode resolve(JsonNode schema) {
        JsonNode at = schema;
        for (int hops = 0; hops <= DEEPEST; hops++) {
            String reference = at.path("$ref").asString("");
            if (!reference.startsWith("#")) {
                return at;
            }
            at = reference.equals("#") ? root : pointer(reference.substring(1));
        }
        return root.path("");
    }

    private JsonNode pointer(String pointer) {
        return pointer.startsWith("/") ? root.at(pointer) : root.path("");
    }
}
