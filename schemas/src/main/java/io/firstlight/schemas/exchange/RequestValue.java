package io.firstlight.schemas.exchange;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a request record holds: {@code {"data": <body or null>, "args": {"name": "text", ...} or null}}, as fpesa's mapper publishes it.
 *
 * @param data the body, JSON null if the endpoint takes none
 * @param args the query's parameters; empty as well if the endpoint takes none
 */
public record RequestValue(JsonNode data, Map<String, String> args) {

    private static final String DATA = "data";
    private static final String ARGS = "args";

    public RequestValue {
        args = Map.copyOf(args);
    }

    /**
     * The bytes of a request.
     *
     * @param data the body, strict JSON in UTF-8, put in as it is; null if there is none
     * @param args the query's parameters; null if there are none to have
     */
    public static byte[] write(byte @Nullable [] data, @Nullable Map<String, String> args) {
        JsonOutput out = new JsonOutput((data == null ? 0 : data.length) + 64).literal("{\"data\": ");
        if (data == null) {
            out.literal("null");
        } else {
            out.span(data);
        }
        out.literal(", \"args\": ");
        if (args == null) {
            return out.literal("null}").toByteArray();
        }
        String separator = "{";
        for (Map.Entry<String, String> argument : args.entrySet()) {
            out.literal(separator).quoted(argument.getKey()).literal(": ").quoted(argument.getValue());
            separator = ", ";
        }
        return out.literal(args.isEmpty() ? "{}}" : "}}").toByteArray();
    }

    /** Reads what {@link #write} wrote; empty if the bytes are not of that form. Members of other names are passed over. */
    public static Optional<RequestValue> parse(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        JsonNode root;
        try {
            root = Json.mapper().readTree(value);
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        JsonNode args = root.path(ARGS);
        if (!root.isObject() || !root.has(DATA) || !(args.isObject() || args.isNull())) {
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> argument : args.properties()) {
            if (!argument.getValue().isTextual()) {
                return Optional.empty();
            }
            texts.put(argument.getKey(), argument.getValue().textValue());
        }
        JsonNode data = root.get(DATA);
        return Optional.of(new RequestValue(data == null ? NullNode.getInstance() : data, texts));
    }
}
