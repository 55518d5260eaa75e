package io.firstlight.router.latest;

import io.firstlight.schemas.address.Component;
import org.apache.kafka.common.utils.Utils;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The partition at which a component is at home in a topic: where Kafka's default partitioner puts the key {@code csc:salindex}
 * (murmur2 of the key's bytes; {@code org.apache.kafka.clients.producer.internals.BuiltInPartitioner}). Immutable.
 *
 * <p>The counts are those of one topology. When partitions are added the router begins a new one, where some components have another home:
 * what they left in their former partition is then a stray, and strays find home.
 */
public final class Homes {

    private final Map<String, Integer> partitionCounts;

    /** @param partitionCounts number of partitions by topic name */
    public Homes(Map<String, Integer> partitionCounts) {
        this.partitionCounts = Map.copyOf(partitionCounts);
    }

    /** Number of partitions of the widest topic, which the strays topic must have too. */
    public int widest() {
        return partitionCounts.values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
    }

    /** The home of a component in that topic. */
    public int home(String topic, Component component) {
        Integer count = partitionCounts.get(topic);
        if (count == null) {
            throw new IllegalArgumentException("topic " + topic + " is no source of the router");
        }
        return partition(component.key().getBytes(StandardCharsets.UTF_8), count);
    }

    /** Where Kafka's default partitioner puts a key. */
    static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
