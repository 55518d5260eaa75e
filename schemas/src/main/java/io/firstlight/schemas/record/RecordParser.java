package io.firstlight.schemas.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.Span;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads the value of a record: <code>{"category","csc","salindex","data":{stream: payload},"producer","producer_snd"}</code>, keys in
 * any order, unknown keys ignored, of a key that stands twice the last counts (but a second {@code data} is refused). The whole value is checked to be strict JSON in UTF-8 in the same pass. Thread-safe.
 */
public final class RecordParser {

    private RecordParser() {}

    /** Parses the value; null (a record without a value) is malformed too. */
    public static ParsedRecord parse(byte @Nullable [] value) {
        if (value == null) {
            return new ParsedRecord.Malformed("the record has no value");
        }
        if (!Json.isUtf8(value)) {
            return new ParsedRecord.Malformed("the value is not UTF-8");
        }
        try (JsonParser parser = Json.strictParser(value, 0, value.length)) {
            return new Reading(parser).read(value);
        } catch (IOException e) {
            return new ParsedRecord.Malformed("the value is not strict JSON: " + firstLine(e.getMessage()));
        } catch (BadField e) {
            return new ParsedRecord.Malformed(e.reason);
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    /** The fields of one value as they are met. */
    private static final class Reading {
        private final JsonParser parser;
        private @Nullable Category category;
        private @Nullable String csc;
        private @Nullable Integer salindex;
        private boolean salindexIsText;
        private @Nullable Span data;
        private final List<StreamSpan> streams = new ArrayList<>(4);
        private @Nullable String producer;
        private @Nullable Span producerSnd;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        ParsedRecord read(byte[] value) throws IOException, BadField {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadField("the value is not a JSON object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                readField(field);
            }
            if (parser.nextToken() != null) {
                throw new BadField("there is text after the JSON object");
            }
            if (category == null || csc == null || salindex == null || data == null) {
                throw new BadField("category, csc, salindex and data are required");
            }
            return new ComponentRecord(
                    value,
                    category,
                    new Component(csc, salindex),
                    salindexIsText,
                    data,
                    streams,
                    producer,
                    producerSnd);
        }

        private void readField(String field) throws IOException, BadField {
            switch (field) {
                case "category" ->
                    category =
                            Category.ofWireName(text(field)).orElseThrow(() -> new BadField("the category is unknown"));
                case "csc" -> csc = name(field, text(field));
                case "salindex" -> readSalindex();
                case "data" -> readData();
                case "producer" -> producer = parser.currentToken() == JsonToken.VALUE_NULL ? null : text(field);
                case "producer_snd" -> producerSnd = Json.skipValue(parser);
                default -> Json.skipValue(parser);
            }
        }

        private void readSalindex() throws IOException, BadField {
            salindexIsText = parser.currentToken() == JsonToken.VALUE_STRING;
            if (salindexIsText || parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                OptionalInt index = Component.parseIndex(parser.getText());
                if (index.isPresent()) {
                    salindex = index.getAsInt();
                    return;
                }
            }
            throw new BadField("salindex is not a whole number of 32 bits in its shortest form");
        }

        private void readData() throws IOException, BadField {
            if (parser.currentToken() != JsonToken.START_OBJECT || data != null) {
                throw new BadField("data is not one JSON object");
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            for (String stream = parser.nextFieldName(); stream != null; stream = parser.nextFieldName()) {
                parser.nextToken();
                addStream(name("stream", stream), Json.skipValue(parser));
            }
            data = new Span(start, (int) parser.currentLocation().getByteOffset());
        }

        private void addStream(String stream, Span payload) throws BadField {
            for (StreamSpan other : streams) {
                if (other.stream().equals(stream)) {
                    throw new BadField("stream '" + stream + "' stands in data twice");
                }
            }
            streams.add(new StreamSpan(stream, payload));
        }

        private String text(String field) throws IOException, BadField {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new BadField(field + " is not a text");
            }
            return parser.getText();
        }

        private static String name(String field, String name) throws BadField {
            if (!Names.isLegal(name)) {
                throw new BadField(field + " has illegal characters or length");
            }
            return name;
        }
    }

    /** Leaves the parse from any depth; never leaves this class. */
    private static final class BadField extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        BadField(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
