package io.firstlight.webedge.love.script;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One mistake of a configuration, placed as Python's {@code jsonschema} places it: a reference leaves no trace in the way through the schema,
 * and what is wrong in the branches of {@code anyOf} or {@code oneOf} is a mistake of that keyword as a whole.
 *
 * @param keyword the keyword that is not satisfied
 * @param schemaPath the way to it through the schema: names and numbers
 * @param path the way to the value through the configuration
 * @param error what the validator found
 */
record Finding(String keyword, List<Object> schemaPath, List<Object> path, Error error) {

    private static final Set<String> BRANCHING = Set.of("anyOf", "oneOf");

    /** Keywords whose schema is for the members of a value. A name or number after the first group is no keyword itself. */
    private static final Set<String> NAMED = Set.of("properties", "patternProperties");

    private static final Set<String> NESTED = Set.of("items", "additionalItems", "additionalProperties", "contains");

    Finding {
        schemaPath = List.copyOf(schemaPath);
        path = List.copyOf(path);
    }

    static Finding of(Error error) {
        List<Object> steps = elements(error.getEvaluationPath());
        List<Object> path = elements(error.getInstanceLocation());
        List<Object> schemaPath = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < steps.size(); i++) {
            String keyword = String.valueOf(steps.get(i));
            if (keyword.equals("$ref")) {
                continue;
            }
            schemaPath.add(steps.get(i));
            if (BRANCHING.contains(keyword)) {
                return new Finding(keyword, schemaPath, path.subList(0, Math.min(depth, path.size())), error);
            }
            boolean named = NAMED.contains(keyword);
            boolean numbered = i + 1 < steps.size() && steps.get(i + 1) instanceof Integer;
            if ((named || numbered || keyword.equals("dependencies")) && i + 1 < steps.size()) {
                schemaPath.add(steps.get(++i));
            }
            if (named || NESTED.contains(keyword)) {
                depth++;
            }
        }
        return new Finding(error.getKeyword(), schemaPath, path, error);
    }

    /** Whether it is the same keyword at the same place. */
    boolean samePlace(Finding other) {
        return schemaPath.equals(other.schemaPath) && path.equals(other.path);
    }

    /** The value that is wrong. */
    JsonNode value(JsonNode configuration) {
        return follow(configuration, path);
    }

    /** Where the keyword stands in the schema: for each step of the way the number of the member. */
    List<Integer> order(JsonNode schema) {
        List<Integer> order = new ArrayList<>();
        JsonNode at = schema;
        for (Object step : elements(error.getEvaluationPath())) {
            String name = String.valueOf(step);
            order.add(at.isObject() ? List.copyOf(at.propertyNames()).indexOf(name) : order.size());
            at = step(at, step);
        }
        return order;
    }

    private static JsonNode follow(JsonNode from, List<Object> steps) {
        JsonNode at = from;
        for (Object step : steps) {
            at = step(at, step);
        }
        return at;
    }

    private static JsonNode step(JsonNode at, Object step) {
        return at.isArray() && step instanceof Integer index ? at.path(index) : at.path(String.valueOf(step));
    }

    private static List<Object> elements(NodePath path) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            elements.add(path.getElement(i));
        }
        return elements;
    }
}
