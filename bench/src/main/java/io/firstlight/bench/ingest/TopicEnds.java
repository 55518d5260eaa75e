package io.firstlight.bench.ingest;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where partitions end: the next offset of each, as far as all replicas have it. Immutable.
 *
 * @param offsets next offset by partition
 */
record TopicEnds(Map<TopicPartition, Long> offsets) {

    TopicEnds {
        offsets = Map.copyOf(offsets);
    }

    /** Asks the cluster. */
    static TopicEnds read(Admin admin, Collection<TopicPartition> partitions) throws InterruptedException {
        var asked = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            for (TopicPartition partition : partitions) {
                offsets.put(partition, asked.partitionResult(partition).get().offset());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
        return new TopicEnds(offsets);
    }

    /** How many records lie between those ends and these. */
    long since(TopicEnds earlier) {
        return offsets.entrySet().stream()
                .mapToLong(end -> end.getValue() - earlier.offsets.getOrDefault(end.getKey(), 0L))
                .sum();
    }
}
