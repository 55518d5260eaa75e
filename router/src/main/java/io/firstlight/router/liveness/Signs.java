package io.firstlight.router.liveness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.router.liveness.Sign.Beat;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the signs of life in a record: one of its component, and in what LOVE's producers tell of heartbeats one of the component named
 * there as well. Thread-safe.
 *
 * <p>LOVE's producers repeat the last telemetry of a component every two seconds, also when it is long dead (ts_salobj's
 * {@code private_sndStamp} stays the same), and tell of its heartbeats whether there are any or not ({@code last_heartbeat_timestamp} stays
 * the same). So those two are read from the payload; nothing else of it is.
 */
public final class Signs {

    /** A payload's stamp is among its first fields, so within its first bytes. */
    private static final int STAMP_WITHIN_BYTES = 512;

    private static final int MOST_HEARTBEAT_BYTES = 4_096;
    private static final int MOST_PRODUCER_CHARS = 200;
    private static final String HEARTBEAT_CSC = "Heartbeat";
    private static final String HEARTBEAT_STREAM = "stream";
    /** The stream of a component whose heartbeats are told of. */
    private static final String HEARTBEATS = "event:Heartbeat";

    private static final byte[] SND_STAMP = ascii("\"private_sndStamp\"");
    private static final byte[] VALUE = ascii("\"value\"");

    private Signs() {}

    /** The signs in the record of that value; none if it is malformed, which the state's topology reports. */
    public static List<Sign> in(byte @Nullable [] value, long timeMs) {
        return parse(value) instanceof ComponentRecord record ? in(record, timeMs) : List.of();
    }

    /** A fault of the parser itself must not stop the topology on one record. */
    private static @Nullable Object parse(byte @Nullable [] value) {
        try {
            return RecordParser.parse(value);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static List<Sign> in(ComponentRecord record, long timeMs) {
        String producer = record.producer();
        if (producer != null && producer.length() > MOST_PRODUCER_CHARS) {
            producer = producer.substring(0, MOST_PRODUCER_CHARS);
        }
        List<Beat> beats = new ArrayList<>(record.streams().size());
        for (StreamSpan stream : record.streams()) {
            beats.add(new Beat(
                    record.category().wireName() + ':' + stream.stream(), sndStamp(record.value(), stream.payload())));
        }
        Sign own = new Sign(record.component(), producer, timeMs, beats);
        return heartbeat(record, producer, timeMs)
                .map(named -> List.of(own, named))
                .orElseGet(() -> List.of(own));
    }

    /** Stands for {@code private_sndStamp.value} of the payload, an object or a list that begins with one. */
    static long sndStamp(byte[] json, Span payload) {
        int end = Math.min(payload.end(), payload.start() + STAMP_WITHIN_BYTES);
        int at = after(SND_STAMP, json, payload.start(), end);
        at = at < 0 ? at : after((byte) ':', json, at, end);
        at = at < 0 ? at : after((byte) '{', json, at, end);
        at = at < 0 ? at : after(VALUE, json, at, fieldEnd(json, at, end));
        at = at < 0 ? at : after((byte) ':', json, at, end);
        return at < 0 ? Beat.NO_STAMP : number(json, at, end);
    }

    /** Where the field's object ends; it holds no other. */
    private static int fieldEnd(byte[] json, int from, int end) {
        int at = from;
        while (at < end && json[at] != '}') {
            at++;
        }
        return at;
    }

    /** The place after the first such bytes; -1 if there are none. */
    private static int after(byte[] wanted, byte[] json, int from, int end) {
        for (int at = from; at <= end - wanted.length; at++) {
            int same = 0;
            while (same < wanted.length && json[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at + same;
            }
        }
        return -1;
    }

    /** The place after that byte, if only white space lies before it; else -1. */
    private static int after(byte wanted, byte[] json, int from, int end) {
        int at = from;
        while (at < end && isSpace(json[at])) {
            at++;
        }
        return at < end && json[at] == wanted ? at + 1 : -1;
    }

    /** A number that the text of the number there stands for; no stamp if there is none, or it goes on after the end. */
    private static long number(byte[] json, int from, int end) {
        int at = from;
        while (at < end && isSpace(json[at])) {
            at++;
        }
        long hash = 1;
        int digits = at;
        while (at < end && isOfNumber(json[at])) {
            hash = hash * 31 + json[at++];
        }
        return at == digits || at == end || hash == Beat.NO_STAMP ? Beat.NO_STAMP : hash;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
    }

    /** What {@code event-Heartbeat-0-stream} tells of the component named in it. */
    private static Optional<Sign> heartbeat(ComponentRecord record, @Nullable String producer, long timeMs) {
        if (record.category() != Category.EVENT
                || !record.component().csc().equals(HEARTBEAT_CSC)
                || record.streams().size() != 1) {
            return Optional.empty();
        }
        StreamSpan stream = record.streams().getFirst();
        if (!stream.stream().equals(HEARTBEAT_STREAM) || stream.payload().length() > MOST_HEARTBEAT_BYTES) {
            return Optional.empty();
        }
        try (JsonParser parser = Json.strictParser(
                record.value(), stream.payload().start(), stream.payload().end())) {
            return heartbeat(parser, producer, timeMs);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Sign> heartbeat(JsonParser parser, @Nullable String producer, long timeMs)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        String csc = null;
        OptionalInt salindex = OptionalInt.empty();
        String last = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (field) {
                case "csc" -> csc = token == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "salindex" -> salindex = token.isScalarValue() ? Component.parseIndex(parser.getText()) : salindex;
                case "last_heartbeat_timestamp" -> last = token.isNumeric() ? parser.getText() : null;
                default -> {
                    // Nothing that is asked for.
                }
            }
            parser.skipChildren();
        }
        // A time before 1970 says that there was never any.
        if (csc == null || !Names.isLegal(csc) || salindex.isEmpty() || last == null || last.startsWith("-")) {
            return Optional.empty();
        }
        byte[] text = ascii(last + ' ');
        return Optional.of(new Sign(
                new Component(csc, salindex.getAsInt()),
                producer,
                timeMs,
                List.of(new Beat(HEARTBEATS, number(text, 0, text.length)))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
