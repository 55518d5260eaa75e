package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.Span;

import java.util.Arrays;

/**
 * The newest payload of an address, and which record it came from.
 *
 * @param payload the payload's own bytes: a copy, so that a record with many streams is not kept alive by one of them
 * @param salindexIsText whether the producer wrote the index as text
 * @param timestampMs the record's time stamp, unix milliseconds UTC
 * @param partition the partition of the category's topic
 * @param offset the record's offset
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LatestValue(byte[] payload, boolean salindexIsText, long timestampMs, int partition, long offset) {

    static LatestValue copyOf(
            byte[] source, Span payload, boolean salindexIsText, long timestampMs, int partition, long offset) {
        return new LatestValue(
                Arrays.copyOfRange(source, payload.start(), payload.end()),
                salindexIsText,
                timestampMs,
                partition,
                offset);
    }

    /** Whether this already includes, or is later than, a record. Offsets order one partition; between two, time does. */
    boolean covers(int otherPartition, long otherOffset, long otherTimestampMs) {
        return otherPartition == partition ? otherOffset <= offset : otherTimestampMs < timestampMs;
    }

    Span span() {
        return new Span(0, payload.length);
    }
}
