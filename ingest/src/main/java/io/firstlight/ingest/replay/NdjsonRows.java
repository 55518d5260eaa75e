package io.firstlight.ingest.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.field.JsonFields;
import io.firstlight.ingest.producer.MessageBuilder;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
        JsonNode object;
        try {
            object = JsonFields.read(text);
        } catch (IllegalArgumentException e) {
            return new Row.Bad(line, String.valueOf(e.getMessage()));
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

    private static void write(JsonNode object, String timeKey, MessageBuilder fields) {
        object.properties().forEach(entry -> {
            if (!entry.getKey().equals(timeKey)) {
                JsonFields.write(entry.getKey(), entry.getValue(), UNITLESS, fields);
            }
        });
    }
}
