package io.firstlight.archive.sink;

import io.firstlight.archive.store.StoredPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the partitions that are ours stand: unplaced, or placed with what the database said of them. Owned by the poll thread. */
final class Placements {

    private record Place(Uuid topicId, StoredPartition stored) {}

    private final Map<TopicPartition, Place> placed = new HashMap<>();
    private final Set<TopicPartition> unplaced = new HashSet<>();

    void assign(Collection<TopicPartition> partitions) {
        placed.keySet().removeAll(partitions);
        unplaced.addAll(partitions);
    }

    void remove(Collection<TopicPartition> partitions) {
        placed.keySet().removeAll(partitions);
        unplaced.removeAll(partitions);
    }

    void place(TopicPartition partition, Uuid topicId, StoredPartition stored) {
        unplaced.remove(partition);
        placed.put(partition, new Place(topicId, stored));
    }

    void displaceAll() {
        unplaced.addAll(placed.keySet());
        placed.clear();
    }

    void move(TopicPartition partition, long nextOffset) {
        Place place = placeOf(partition);
        placed.put(partition, new Place(place.topicId(), place.stored().at(nextOffset)));
    }

    boolean anyUnplaced() {
        return !unplaced.isEmpty();
    }

    List<TopicPartition> unplaced() {
        return List.copyOf(unplaced);
    }

    Set<String> unplacedTopics() {
        return unplaced.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    List<TopicPartition> placed() {
        return List.copyOf(placed.keySet());
    }

    Map<TopicPartition, StoredPartition> stored() {
        return placed.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().stored()));
    }

    StoredPartition stored(TopicPartition partition) {
        return placeOf(partition).stored();
    }

    Uuid topicId(TopicPartition partition) {
        return placeOf(partition).topicId();
    }

    private Place placeOf(TopicPartition partition) {
        Place place = placed.get(partition);
        if (place == null) {
            throw new IllegalStateException(partition + " is not placed");
        }
        return place;
    }
}
