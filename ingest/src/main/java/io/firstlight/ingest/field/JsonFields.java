package io.firstlight.ingest.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of JSON documents. Numbers, texts, booleans and lists of one kind become typed fields; null is an absent field; objects and mixed
 * lists pass through as they are. Stateless.
 */
public final class JsonFields {

    private static final ObjectReader READER =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonFields() {}

    /**
     * Reads one document; the bare words {@code NaN} and {@code Infinity} are legal, a key twice in one object is not.
     *
     * @throws IllegalArgumentException if it is no JSON in UTF-8; the message says in one line why
     */
    public static JsonNode read(byte[] document) {
        if (!Json.isUtf8(document)) {
            throw new IllegalArgumentException("it is not UTF-8");
        }
        try {
            return READER.readTree(strict(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getMessage(), e);
        }
    }

    private static byte[] strict(byte[] text) throws IOException {
        Span all = new Span(0, text.length);
        if (!NonFiniteNumbers.mayContainWords(text, all)) {
            return text;
        }
        try (JsonParser parser = Json.lenientParser(text, 0, text.length)) {
            // The translation relies on well-formed text.
            JsonToken token = parser.nextToken();
            while (token != null) {
                token = parser.nextToken();
            }
        }
        return NonFiniteNumbers.toStrict(text, all);
    }

    /**
     * Writes a field of a value that {@link #read} has read.
     *
     * @param units the unit if it is a number or a list of numbers; others have none
     */
    public static void write(String field, JsonNode value, String units, MessageBuilder out) {
        if (value.isNull() || value.isMissingNode()) {
            return;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            out.integer(field, value.longValue(), units);
        } else if (isNumber(value)) {
            out.number(field, number(value), units);
        } else if (value.isTextual()) {
            out.text(field, value.textValue());
        } else if (value.isBoolean()) {
            out.flag(field, value.booleanValue());
        } else if (value.isArray()) {
            writeList(field, value, units, out);
        } else {
            writeAsItIs(field, value, out);
        }
    }

    /** Whether it is an object to look into; the encoding of a number that JSON lacks is none. */
    public static boolean isObject(JsonNode value) {
        return value.isObject() && !isNumber(value);
    }

    private static void writeList(String field, JsonNode list, String units, MessageBuilder out) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        if (elements.stream().allMatch(each -> each.isIntegralNumber() && each.canConvertToLong())) {
            out.integers(field, elements.stream().mapToLong(JsonNode::longValue).toArray(), units);
        } else if (elements.stream().allMatch(JsonFields::isNumber)) {
            out.numbers(field, elements.stream().mapToDouble(JsonFields::number).toArray(), units);
        } else if (elements.stream().allMatch(JsonNode::isTextual)) {
            out.texts(field, elements.stream().map(JsonNode::textValue).toList());
        } else {
            writeAsItIs(field, list, out);
        }
    }

    private static void writeAsItIs(String field, JsonNode value, MessageBuilder out) {
        try {
            out.json(field, Json.mapper().writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree that was read can be written", e);
        }
    }

    /** A number, or the encoding of one that JSON lacks. */
    private static boolean isNumber(JsonNode value) {
        return value.isNumber() || (value.size() == 1 && value.path("$float").isTextual());
    }

    private static double number(JsonNode value) {
        return value.isNumber()
                ? value.doubleValue()
                : Double.parseDouble(value.path("$float").textValue());
    }
}
