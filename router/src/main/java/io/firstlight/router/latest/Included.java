package io.firstlight.router.latest;

import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.SourceOffset;

import java.nio.ByteBuffer;

/**
 * Which record an address's entry was made from. In the store: int partition, long offset, long time, big-endian. The topic is not
 * stored: an address has one category, and a category one topic.
 *
 * @param partition partition of the category topic
 * @param offset the record's offset in it
 * @param timeMs the record's time stamp, unix milliseconds UTC
 */
record Included(int partition, long offset, long timeMs) {

    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

    static Included of(SourceOffset source, long timeMs) {
        return new Included(source.partition(), source.offset(), timeMs);
    }

    static Included parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Included(in.getInt(), in.getLong(), in.getLong());
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt(partition)
                .putLong(offset)
                .putLong(timeMs)
                .array();
    }

    /** Whether a record of the same topic replaces the entry, by the rule of {@link RouterContract}. */
    boolean supersededBy(SourceOffset record, long recordTimeMs) {
        return RouterContract.supersedes(
                record, recordTimeMs, new SourceOffset(record.topic(), partition, offset), timeMs);
    }
}
