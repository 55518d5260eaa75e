package io.firstlight.ingest.sal;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The partitions that are read, and the consumer's part in it: which are assigned to it, where it is to go on, and which rest. There is no group,
 * and there are no offsets anywhere but in {@link PartitionReading}. Owned by the feed's thread.
 */
final class Readings {

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, PartitionReading> read = new HashMap<>();
    /** Those of them that wait for a schema, and its id. */
    private final Map<TopicPartition, Integer> waiting = new HashMap<>();
    /** Those whose place the log does not have; they are not read until it has been looked for. */
    private final Map<TopicPartition, PartitionReading> lost = new HashMap<>();
    /** Those that were there at the start and have not come to the end of their past. */
    private final Set<PartitionReading> behind = new HashSet<>();

    /** Takes nothing over: the consumer, which has no assignment yet and {@code auto.offset.reset=none}, is closed by its owner. */
    Readings(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** That of a partition which is read now. */
    @Nullable
    PartitionReading of(TopicPartition place) {
        return read.get(place);
    }

    /** That of a partition, whether it is read now or its place is lost. */
    @Nullable
    PartitionReading known(TopicPartition place) {
        return lost.containsKey(place) ? lost.get(place) : read.get(place);
    }

    int size() {
        return read.size();
    }

    /** All that are known. */
    Set<TopicPartition> places() {
        Set<TopicPartition> places = new HashSet<>(read.keySet());
        places.addAll(lost.keySet());
        return places;
    }

    /** Those whose places are known, with the ids of their topics. */
    Map<TopicPartition, Uuid> ids() {
        Map<TopicPartition, Uuid> ids = new HashMap<>();
        read.forEach((place, reading) -> ids.put(place, reading.topicId()));
        return ids;
    }

    /** Those that have not come to the end of their past; may be taken out of. */
    Set<PartitionReading> behind() {
        return behind;
    }

    /** Reads a partition so from now on, in place of what was known of it; {@link #assign} tells the consumer. */
    void put(PartitionReading reading) {
        TopicPartition place = reading.place();
        PartitionReading before = known(place);
        if (before != null && !before.equals(reading)) {
            behind.remove(before);
        }
        lost.remove(place);
        waiting.remove(place);
        read.put(place, reading);
    }

    /** It is no longer there; {@link #assign} tells the consumer. */
    void forget(TopicPartition place) {
        PartitionReading reading = known(place);
        if (reading != null) {
            behind.remove(reading);
        }
        lost.remove(place);
        waiting.remove(place);
        read.remove(place);
    }

    /** The log does not have its place: it is not read until it is {@link #put} again. */
    void lose(Collection<TopicPartition> places) {
        for (TopicPartition place : places) {
            PartitionReading reading = read.remove(place);
            if (reading != null) {
                waiting.remove(place);
                lost.put(place, reading);
            }
        }
        consumer.assign(read.keySet());
    }

    /** Has the consumer read all, and some from where they are. */
    void assign(Collection<PartitionReading> sought) {
        consumer.assign(read.keySet());
        sought.forEach(this::seek);
        consumer.resume(sought.stream().map(PartitionReading::place).toList());
    }

    /** Has the consumer go on where it is. */
    void seek(PartitionReading reading) {
        consumer.seek(reading.place(), reading.next());
    }

    /** It rests until a schema is there. */
    void await(PartitionReading reading, int schema) {
        waiting.put(reading.place(), schema);
        consumer.pause(Set.of(reading.place()));
    }

    boolean isWaiting(PartitionReading reading) {
        return waiting.containsKey(reading.place());
    }

    /** How many rest. */
    int waiting() {
        return waiting.size();
    }

    /** Those whose schema has come go on. */
    void resume(IntPredicate pending) {
        if (waiting.isEmpty()) {
            return;
        }
        List<TopicPartition> ready = new ArrayList<>();
        waiting.forEach((place, schema) -> {
            if (!pending.test(schema)) {
                ready.add(place);
            }
        });
        ready.forEach(waiting::remove);
        consumer.resume(ready);
    }
}
