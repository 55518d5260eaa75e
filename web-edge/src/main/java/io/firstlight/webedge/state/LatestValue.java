package io.firstlight.webedge.state;

import io.firstlight.schemas.json.Span;

import java.util.Arrays;

/**
 * The newest payload of an address, and which record it came from. A payload of no bytes says that the record deleted the address: that
 * it once existed is still known, so that an older record does not revive it and its past can be asked for.
 *
 * @param payload the payload's own bytes: a copy, so that a record with many streams is not kept alive by one of them
 * @param salindexIsText whether the producer wrote the index as text
 * @param timestampMs the record's time stamp, unix milliseconds UTC
 * @param partition the partition of the category's topic; {@link #FORMER} if it came from a topic of that name that is no longer
 * @param offset the record's offset
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LatestValue(byte[] payload, boolean salindexIsText, long timestampMs, int partition, long offset) {

    /**
     * Instead of a partition: the value is of a topic that was deleted and made again. It stands, but whatever the present topic has is later
     * ({@link io.firstlight.schemas.state.RouterContract}).
     */
    public static final int FORMER = -1;

    private static final byte[] DELETED = {};

    /** The value that a record gives an address; a payload of JSON null deletes it. */
    public static LatestValue of(
            byte[] source, Span payload, boolean salindexIsText, long timestampMs, int partition, long offset) {
        // In strict JSON only the word null begins with an n.
        return source[payload.start()] == 'n'
                ? deleted(timestampMs, partition, offset)
                : new LatestValue(
                        Arrays.copyOfRange(source, payload.start(), payload.end()),
                        salindexIsText,
                        timestampMs,
                        partition,
                        offset);
    }

    /** A deletion by that record. */
    public static LatestValue deleted(long timestampMs, int partition, long offset) {
        return new LatestValue(DELETED, false, timestampMs, partition, offset);
    }

    /** Whether the address was deleted. */
    public boolean isDeleted() {
        return payload.length == 0;
    }

    /** Whether it is of a topic that is no longer. */
    public boolean isFormer() {
        return partition == FORMER;
    }

    /** Whether this already includes, or is later than, a record. Offsets order one partition; between two, time does. */
    public boolean covers(int otherPartition, long otherOffset, long otherTimestampMs) {
        if (isFormer()) {
            return false;
        }
        return otherPartition == partition ? otherOffset <= offset : otherTimestampMs < timestampMs;
    }

    /** Where the payload lies in its bytes: all of them. */
    public Span span() {
        return new Span(0, payload.length);
    }
}
