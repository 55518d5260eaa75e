package io.firstlight.schemas.position;

import java.util.List;

/**
 * What a client has seen: every record before these offsets of these partitions, and nothing after them.
 *
 * @param offsets one entry per partition, in order of topic id and partition
 */
public record Position(List<PartitionOffset> offsets) {

    public Position {
        offsets = offsets.stream().sorted().toList();
        for (int i = 1; i < offsets.size(); i++) {
            PartitionOffset before = offsets.get(i - 1);
            PartitionOffset entry = offsets.get(i);
            if (before.topicId().equals(entry.topicId()) && before.partition() == entry.partition()) {
                throw new IllegalArgumentException("partition " + entry.partition() + " of topic " + entry.topicId()
                        + " stands in the position twice");
            }
        }
    }

    /** The position just after one record. */
    public static Position of(PartitionOffset offset) {
        return new Position(List.of(offset));
    }
}
