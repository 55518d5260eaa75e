package io.firstlight.schemas.position;

import org.apache.kafka.common.Uuid;

import java.util.Comparator;
import java.util.Objects;

/**
 * The next record to read of one partition.
 *
 * @param topicId the topic's id, not its name: a topic that was deleted and made again is another topic
 * @param partition the partition's number
 * @param nextOffset the offset of the first record not yet seen
 */
public record PartitionOffset(Uuid topicId, int partition, long nextOffset) implements Comparable<PartitionOffset> {

    private static final Comparator<PartitionOffset> ORDER = Comparator.comparing(PartitionOffset::topicId)
            .thenComparingInt(PartitionOffset::partition)
            .thenComparingLong(PartitionOffset::nextOffset);

    public PartitionOffset {
        Objects.requireNonNull(topicId, "topicId");
        if (partition < 0) {
            throw new IllegalArgumentException("partition " + partition + " is negative");
        }
        if (nextOffset < 0) {
            throw new IllegalArgumentException("nextOffset " + nextOffset + " is negative");
        }
    }

    @Override
    public int compareTo(PartitionOffset other) {
        return ORDER.compare(this, other);
    }
}
