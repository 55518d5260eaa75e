package io.firstlight.router.latest;

import io.firstlight.schemas.state.SourceOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record on its way home over the strays topic. There the key is the number of the home partition as text, the value the bytes as they
 * came, the header {@value SourceOffset#HEADER} where they came from, and the header {@value #TIME} the source record's time stamp (unix
 * milliseconds as text). The Kafka time stamp is that of the forwarding: with the source's, a replayed old record would fall to the
 * topic's retention before it is read.
 *
 * @param source where it came from
 * @param timeMs the source record's time stamp
 */
record Stray(SourceOffset source, long timeMs) {

    private static final String TIME = "time";

    /** The record for the strays topic. */
    Record<byte[], byte[]> forward(int home, byte[] value, long nowMs) {
        Headers headers =
                new RecordHeaders().add(SourceOffset.HEADER, source.toBytes()).add(TIME, utf8(Long.toString(timeMs)));
        return new Record<>(utf8(Integer.toString(home)), value, nowMs, headers);
    }

    /** Reads the headers of a record of the strays topic; empty if it is none of ours. */
    static Optional<Stray> of(Headers headers) {
        byte[] source = lastValue(headers, SourceOffset.HEADER);
        byte[] time = lastValue(headers, TIME);
        if (source == null || time == null) {
            return Optional.empty();
        }
        try {
            long timeMs = Long.parseLong(new String(time, StandardCharsets.UTF_8));
            return SourceOffset.parse(source).map(offset -> new Stray(offset, timeMs));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The partition that the key of a record of the strays topic says. */
    static int home(byte[] key) {
        return Integer.parseInt(new String(key, StandardCharsets.UTF_8));
    }

    private static byte @Nullable [] lastValue(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
