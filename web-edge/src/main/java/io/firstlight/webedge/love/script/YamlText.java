package io.firstlight.webedge.love.script;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads YAML 1.1 from somebody who is not trusted into a JSON tree. Keys that are no text become text. A date becomes a node of no JSON type,
 * which no schema of a string or number accepts, as with LOVE.
 */
final class YamlText {

    /** Longest text, in characters. */
    static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 100;

    /** Aliases make a small text a huge tree; this many values are no configuration any more. */
    private static final int MOST_NODES = 200_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private int nodes;

    private YamlText() {}

    /** What was read. */
    sealed interface Outcome {
        /** It is YAML. */
        record Read(JsonNode value) implements Outcome {}

        /**
         * It is not.
         *
         * @param context what was being read, if known
         * @param problem what is wrong there
         * @param index characters before the place
         * @param line lines before it
         * @param column characters before it in its line
         */
        record Broken(@Nullable String context, String problem, int index, int line, int column) implements Outcome {}
    }

    /** There is more in it than anybody writes. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads the text; nothing at all is {@code null}. */
    static Outcome read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setAllowRecursiveKeys(false);
        try {
            return new Outcome.Read(new YamlText().node(new Yaml(new SafeConstructor(options)).load(text), 0));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            return new Outcome.Broken(
                    e.getContext(),
                    e.getProblem() == null ? "the text is no YAML" : e.getProblem(),
                    mark == null ? 0 : mark.getIndex(),
                    mark == null ? 0 : mark.getLine(),
                    mark == null ? 0 : mark.getColumn());
        } catch (RuntimeException e) {
            // Besides its own exceptions the reader lets out what a malformed number or date makes the JDK throw.
            return new Outcome.Broken(null, e.getMessage() == null ? "the text is no YAML" : e.getMessage(), 0, 0, 0);
        }
    }

    private JsonNode node(@Nullable Object value, int depth) {
        if (++nodes > MOST_NODES) {
            throw new TooMuch("more than " + MOST_NODES + " values");
        }
        if (depth > DEEPEST) {
            // Also a list that contains itself, by an alias.
            throw new TooMuch("nested more than " + DEEPEST + " deep");
        }
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case BigInteger number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case String text -> NODES.stringNode(text);
            case Date date -> NODES.pojoNode(shown(date));
            case byte[] bytes -> NODES.binaryNode(bytes);
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> array(list, depth);
            case Set<?> set -> array(List.copyOf(set), depth);
            case Object[] pair -> array(List.of(pair), depth);
            default -> NODES.pojoNode(value.toString());
        };
    }

    private ObjectNode object(Map<?, ?> map, int depth) {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, value) -> object.set(key(key), node(value, depth + 1)));
        return object;
    }

    private ArrayNode array(List<?> list, int depth) {
        ArrayNode array = NODES.arrayNode();
        list.forEach(value -> array.add(node(value, depth + 1)));
        return array;
    }

    private static String key(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case Date date -> shown(date);
            default -> key.toString();
        };
    }

    private static String shown(Date date) {
        return DateTimeFormatter.ISO_INSTANT.format(date.toInstant().atOffset(ZoneOffset.UTC));
    }
}
