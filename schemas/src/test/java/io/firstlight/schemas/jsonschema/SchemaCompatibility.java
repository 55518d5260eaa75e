package io.firstlight.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds changes between two versions of a schema by which a document that the old one takes could be refused by the new one. Knows the
 * keywords that our schemas use; of any other it allows no change. One change is allowed that strictly narrows: a new optional property,
 * for unknown keys carry no promise.
 */
final class SchemaCompatibility {

    private static final Set<String> ANNOTATIONS =
            Set.of("$schema", "$id", "title", "description", "examples", "$comment");
    private static final Set<String> LOWER_BOUNDS = Set.of("minimum", "minLength", "minItems", "minProperties");
    private static final Set<String> UPPER_BOUNDS = Set.of("maximum", "maxLength", "maxItems", "maxProperties");

    private final List<String> breaks = new ArrayList<>();

    private SchemaCompatibility() {}

    /** What breaks, each with its place; empty if nothing does. */
    static List<String> breaks(JsonNode before, JsonNode after) {
        SchemaCompatibility compatibility = new SchemaCompatibility();
        compatibility.compare("#", before, after);
        return compatibility.breaks;
    }

    private void compare(String at, JsonNode before, JsonNode after) {
        if (after.isBoolean()) {
            breakIf(!after.booleanValue() && !before.equals(after), at, "nothing is allowed any more");
            return;
        }
        Set<String> keywords = new HashSet<>();
        before.fieldNames().forEachRemaining(keywords::add);
        after.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(ANNOTATIONS);
        for (String keyword : keywords) {
            compare(at + "/" + keyword, keyword, before.path(keyword), after.path(keyword));
        }
    }

    private void compare(String at, String keyword, JsonNode before, JsonNode after) {
        if (keyword.equals("properties")) {
            // First: a property whose constraints are taken away altogether is no missing keyword.
            before.properties().stream()
                    .filter(property -> after.has(property.getKey()))
                    .forEach(property ->
                            compare(at + "/" + property.getKey(), property.getValue(), after.get(property.getKey())));
        } else if (after.isMissingNode() || before.equals(after)) {
            return;
        } else if (keyword.equals("required")) {
            after.forEach(key -> breakIf(!contains(before, key), at, key + " has become required"));
        } else if (keyword.equals("additionalProperties")) {
            compare(at, before, after);
        } else if (before.isMissingNode()) {
            breakIf(true, at, "is a new constraint");
        } else if (keyword.equals("type")) {
            asList(before).forEach(type -> breakIf(!allows(asList(after), type), at, type + " is no longer allowed"));
        } else if (keyword.equals("enum")) {
            before.forEach(value -> breakIf(!contains(after, value), at, value + " is no longer allowed"));
        } else if (keyword.equals("anyOf")) {
            before.forEach(branch -> breakIf(!anyTakes(after, branch), at, branch + " is no longer allowed"));
        } else if (keyword.equals("items") || keyword.equals("propertyNames")) {
            compare(at, before, after);
        } else if (LOWER_BOUNDS.contains(keyword)) {
            breakIf(after.decimalValue().compareTo(before.decimalValue()) > 0, at, "has risen");
        } else if (UPPER_BOUNDS.contains(keyword)) {
            breakIf(after.decimalValue().compareTo(before.decimalValue()) < 0, at, "has sunk");
        } else {
            breakIf(true, at, "has changed");
        }
    }

    private void breakIf(boolean broken, String at, String what) {
        if (broken) {
            breaks.add(at + ": " + what);
        }
    }

    private static boolean anyTakes(JsonNode branches, JsonNode before) {
        for (JsonNode branch : branches) {
            if (breaks(before, branch).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean allows(List<String> types, String type) {
        return types.contains(type) || (type.equals("integer") && types.contains("number"));
    }

    private static List<String> asList(JsonNode type) {
        List<String> types = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(one -> types.add(one.textValue()));
        } else {
            types.add(type.textValue());
        }
        return types;
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (JsonNode element : array) {
            if (element.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
