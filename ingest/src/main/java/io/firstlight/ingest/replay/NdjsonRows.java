package io.firstlight.ingest.replay;

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
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import static io.firstlight.ingest.producer.MessageBuilder.UNITLESS;

/**
 * Rows of a file with one JSON object per line. Numbers, texts, booleans and lists of one kind become typed fields; null is an absent
 * field; objects and mixed lists pass through as they are. Empty lines are skipped.
 */
final class NdjsonRows implements Rows {

    /** A longer line is no row: it could not be sent either. */
    private static final int MAX_LINE_BYTES = 16 << 20;

    private static final ObjectReader READER =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final InputStream in;
    private final @Nullable String askedTimeColumn;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private long line;

    NdjsonRows(InputStream in, @Nullable String askedTimeColumn) {
        this.in = new BufferedInputStream(in, 64 << 10);
        this.askedTimeColumn = askedTimeColumn;
    }

    @Override
    public Optional<Row> next() throws IOException {
        while (true) {
            byte[] text = readLine();
            if (text == null) {
                return Optional.empty();
            }
            if (text.length > MAX_LINE_BYTES) {
                return Optional.of(new Row.Bad(line, "it is longer than " + MAX_LINE_BYTES + " bytes"));
            }
            if (!new String(text, StandardCharsets.ISO_8859_1).isBlank()) {
                return Optional.of(row(text));
            }
        }
    }

    /** The next line, cut one byte beyond the limit; null at the end. */
    private byte @Nullable [] readLine() throws IOException {
        buffer.reset();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        line++;
        while (b >= 0 && b != '\n') {
            if (buffer.size() <= MAX_LINE_BYTES) {
                buffer.write(b);
            }
            b = in.read();
        }
        return buffer.toByteArray();
    }

    private Row row(byte[] text) {
        if (!Json.isUtf8(text)) {
            return new Row.Bad(line, "it is not UTF-8");
        }
        JsonNode object;
        try {
            object = READER.readTree(strict(text));
        } catch (JsonProcessingException e) {
            return new Row.Bad(
                    line,
                    "it is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException | IllegalArgumentException e) {
            return new Row.Bad(line, "it is not JSON: " + e.getMessage());
        }
        if (!object.isObject()) {
            return new Row.Bad(line, "it is not a JSON object");
        }
        Optional<String> time = Rows.timeColumn(askedTimeColumn, object::hasNonNull);
        if (time.isEmpty()) {
            return new Row.Bad(
                    line, "it has no '" + (askedTimeColumn == null ? "time' or 'timestamp" : askedTimeColumn) + "'");
        }
        String timeKey = time.get();
        if (!timeKey.equals(Replay.TIME_FIELD) && object.has(Replay.TIME_FIELD)) {
            return new Row.Bad(
                    line, "'" + Replay.TIME_FIELD + "' is not the time, but its name is needed for the time");
        }
        OptionalDouble seconds = SourceTime.parse(object.get(timeKey).asText());
        return seconds.isPresent()
                ? new Row.Sample(line, seconds.getAsDouble(), fields -> write(object, timeKey, fields))
                : new Row.Bad(line, "'" + object.get(timeKey).asText() + "' is no time");
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

    private static void write(JsonNode object, String timeKey, MessageBuilder fields) {
        object.properties().forEach(entry -> {
            if (!entry.getKey().equals(timeKey)) {
                write(entry.getKey(), entry.getValue(), fields);
            }
        });
    }

    private static void write(String name, JsonNode value, MessageBuilder fields) {
        if (value.isNull()) {
            return;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            fields.integer(name, value.longValue(), UNITLESS);
        } else if (isNumber(value)) {
            fields.number(name, number(value), UNITLESS);
        } else if (value.isTextual()) {
            fields.text(name, value.textValue());
        } else if (value.isBoolean()) {
            fields.flag(name, value.booleanValue());
        } else if (value.isArray()) {
            writeList(name, value, fields);
        } else {
            writeAsItIs(name, value, fields);
        }
    }

    private static void writeList(String name, JsonNode list, MessageBuilder fields) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        if (elements.stream().allMatch(each -> each.isIntegralNumber() && each.canConvertToLong())) {
            fields.integers(
                    name, elements.stream().mapToLong(JsonNode::longValue).toArray(), UNITLESS);
        } else if (elements.stream().allMatch(NdjsonRows::isNumber)) {
            fields.numbers(
                    name, elements.stream().mapToDouble(NdjsonRows::number).toArray(), UNITLESS);
        } else if (elements.stream().allMatch(JsonNode::isTextual)) {
            fields.texts(name, elements.stream().map(JsonNode::textValue).toList());
        } else {
            writeAsItIs(name, list, fields);
        }
    }

    private static void writeAsItIs(String name, JsonNode value, MessageBuilder fields) {
        try {
            fields.json(name, Json.mapper().writeValueAsBytes(value));
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
