package io.firstlight.schemas.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * The latest value of an address. JSON:
 * <code>{"category","csc","salindex","stream","value": payload,"time": ms,"producer","producer_snd"}</code>. The address is repeated from
 * the key so that an analyst's row stands alone.
 *
 * <p>Immutable as long as nobody writes into the bytes, which are shared, not copied.
 *
 * @param json the entry's bytes
 * @param payload where the payload lies in them
 * @param timeMs time stamp of the source record, unix milliseconds UTC
 * @param salindexIsText whether the producer wrote the index as text
 * @param producerSnd where the producer's time stamp lies, if it sent one
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record StateEntry(
        byte[] json,
        Span payload,
        long timeMs,
        boolean salindexIsText,
        @Nullable Span producerSnd) {

    /** The bytes of the entry for one stream of a record. */
    public static byte[] write(ComponentRecord source, StreamSpan stream, long timeMs) {
        JsonOutput out = new JsonOutput(stream.payload().length() + 200)
                .literal("{\"category\":\"")
                .literal(source.category().wireName())
                .literal("\",\"csc\":\"")
                .literal(source.component().csc())
                .literal(source.salindexIsText() ? "\",\"salindex\":\"" : "\",\"salindex\":")
                .number(source.component().salindex())
                .literal(source.salindexIsText() ? "\",\"stream\":\"" : ",\"stream\":\"")
                .literal(stream.stream())
                .literal("\",\"value\":")
                .span(source.value(), stream.payload())
                .literal(",\"time\":")
                .number(timeMs);
        String producer = source.producer();
        if (producer != null) {
            out.literal(",\"producer\":").quoted(producer);
        }
        Span producerSnd = source.producerSnd();
        if (producerSnd != null) {
            out.literal(",\"producer_snd\":").span(source.value(), producerSnd);
        }
        return out.literal("}").toByteArray();
    }

    /** Reads an entry; empty if the bytes are none. */
    public static Optional<StateEntry> parse(byte[] json) {
        if (!Json.isUtf8(json)) {
            return Optional.empty();
        }
        Span payload = null;
        Span producerSnd = null;
        boolean salindexIsText = false;
        long timeMs = -1;
        try (JsonParser parser = Json.strictParser(json, 0, json.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "value" -> payload = Json.skipValue(parser);
                    case "time" -> timeMs = parser.getLongValue();
                    case "salindex" -> salindexIsText = token == JsonToken.VALUE_STRING;
                    case "producer_snd" -> producerSnd = Json.skipValue(parser);
                    default -> Json.skipValue(parser);
                }
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return payload == null || timeMs < 0
                ? Optional.empty()
                : Optional.of(new StateEntry(json, payload, timeMs, salindexIsText, producerSnd));
    }
}
