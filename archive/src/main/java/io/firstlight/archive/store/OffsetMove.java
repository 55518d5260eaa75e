package io.firstlight.archive.store;

import java.util.Comparator;

/**
 * A step of one partition's stored offset. It succeeds only from where its owner believes the partition to be: of two owners, one fails.
 *
 * @param from the partition as the owner last knew it
 * @param nextOffset the offset of the first record not stored after the step
 */
public record OffsetMove(StoredPartition from, long nextOffset) {

    /** The order in which rows are locked, the same for everybody, so that nobody waits in a circle. */
    static final Comparator<OffsetMove> LOCK_ORDER = Comparator.<OffsetMove>comparingInt(
                    move -> move.from().topicNumber())
            .thenComparingInt(move -> move.from().partition());

    public OffsetMove {
        if (nextOffset < 0) {
            throw new IllegalArgumentException("nextOffset " + nextOffset + " is negative");
        }
    }

    /** The partition after the step. */
    public StoredPartition to() {
        return from.at(nextOffset);
    }
}
