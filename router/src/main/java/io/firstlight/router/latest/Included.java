package io.firstlight.router.latest;

import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.SourceOffset;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Which record an address's entry was made from. In the store, big-endian: int partition, long offset, long time, and two longs of the
 * topic's id if it is known. The topic's name is not stored: an address has one category, and a category one topic.
 *
 * @param partition partition of the category topic
 * @param offset the record's offset in it
 * @param timeMs the record's time stamp, unix milliseconds UTC
 * @param topicId the topic's id; null if unknown, which stores of earlier versions hold
 */
record Included(
        int partition, long offset, long timeMs, @Nullable Uuid topicId) {

    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;
    private static final int ID_BYTES = 2 * Long.BYTES;

    static Included of(SourceOffset source, long timeMs) {
        return new Included(source.partition(), source.offset(), timeMs, source.topicId());
    }

    static Included parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Included(
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.hasRemaining() ? new Uuid(in.getLong(), in.getLong()) : null);
    }

    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(topicId == null ? BYTES : BYTES + ID_BYTES)
                .putInt(partition)
                .putLong(offset)
                .putLong(timeMs);
        if (topicId != null) {
            out.putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
        }
        return out.array();
    }

    /** Whether a record of the topic of that name replaces the entry, by the rule of {@link RouterContract}. */
    boolean supersededBy(SourceOffset record, long recordTimeMs) {
        return RouterContract.supersedes(
                record, recordTimeMs, new SourceOffset(record.topic(), partition, offset, topicId), timeMs);
    }
}
