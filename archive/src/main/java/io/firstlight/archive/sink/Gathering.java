package io.firstlight.archive.sink;

import io.firstlight.archive.store.Arrival;
import io.firstlight.archive.store.Batch;
import io.firstlight.archive.store.OffsetMove;
import io.firstlight.archive.store.RecordTable;
import io.firstlight.archive.store.Refused;
import io.firstlight.archive.store.StoredPartition;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records read since the last batch was stored. Bounded by what one poll returns on top of {@link BatchLimits}: the core stores it as soon
 * as a limit is reached, before it polls again. Owned by the poll thread.
 */
final class Gathering {

    private final TopicPlan plan;
    private final SinkMeters meters;
    private final List<Arrival.Message> messages = new ArrayList<>();
    private final Map<RecordTable, List<Arrival.Component>> components = new EnumMap<>(RecordTable.class);
    private final List<Refused> refused = new ArrayList<>();
    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
    private int records;
    private long bytes;
    private long firstAtMs;

    Gathering(TopicPlan plan, SinkMeters meters) {
        this.plan = plan;
        this.meters = meters;
    }

    /** Adds a record of a partition that {@link #readUpTo} has been told of. */
    void add(ConsumerRecord<byte[], byte[]> record, int topicNumber) {
        records++;
        bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        switch (read(record)) {
            case RecordReader.Reading.Message message -> messages.add(new Arrival.Message(record, topicNumber));
            case RecordReader.Reading.Component component ->
                components
                        .computeIfAbsent(tableOf(record), table -> new ArrayList<>())
                        .add(new Arrival.Component(record, topicNumber, component.content()));
            case RecordReader.Reading.Unfit unfit -> refused.add(new Refused(record, unfit.reason()));
            case RecordReader.Reading.LeftToRouter left -> meters.malformed(record, left.reason());
        }
    }

    /** Notes how far a partition was read, which can be further than its last record: transaction markers have offsets too. */
    void readUpTo(TopicPartition partition, long nextOffset, long nowMs) {
        if (isEmpty()) {
            firstAtMs = nowMs;
        }
        nextOffsets.put(partition, nextOffset);
    }

    boolean isEmpty() {
        return nextOffsets.isEmpty();
    }

    int records() {
        return records;
    }

    boolean isDue(BatchLimits limits, long nowMs) {
        return !isEmpty()
                && (records >= limits.records()
                        || bytes >= limits.bytes()
                        || nowMs - firstAtMs >= limits.time().toMillis());
    }

    /** How long until it is due even if nothing is added. */
    long dueInMs(BatchLimits limits, long nowMs) {
        return isEmpty()
                ? Long.MAX_VALUE
                : Math.max(0, firstAtMs + limits.time().toMillis() - nowMs);
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(nextOffsets.keySet());
    }

    /** How far each partition was read. */
    Map<TopicPartition, Long> nextOffsets() {
        return Map.copyOf(nextOffsets);
    }

    /** Forgets what came from partitions that are somebody else's now. */
    void drop(Collection<TopicPartition> lost) {
        if (nextOffsets.keySet().removeAll(lost)) {
            messages.removeIf(arrival -> lost.contains(partitionOf(arrival.source())));
            components.values().forEach(list -> list.removeIf(arrival -> lost.contains(partitionOf(arrival.source()))));
            refused.removeIf(record -> lost.contains(partitionOf(record.source())));
        }
        if (isEmpty()) {
            clear();
        }
    }

    void clear() {
        messages.clear();
        components.clear();
        refused.clear();
        nextOffsets.clear();
        records = 0;
        bytes = 0;
    }

    /** All of it as one batch. */
    Batch batch(Map<TopicPartition, StoredPartition> stored) {
        List<OffsetMove> moves = new ArrayList<>();
        nextOffsets.forEach((partition, next) -> {
            StoredPartition from = stored.get(partition);
            if (from == null) {
                throw new IllegalStateException(partition + " was read but never placed");
            }
            moves.add(new OffsetMove(from, next));
        });
        return new Batch(messages, components, refused, moves);
    }

    private RecordReader.Reading read(ConsumerRecord<byte[], byte[]> record) {
        return topicOf(record) == Topic.MESSAGE
                ? RecordReader.message(record)
                : RecordReader.component(record, tableOf(record));
    }

    private RecordTable tableOf(ConsumerRecord<byte[], byte[]> record) {
        return RecordTable.of(topicOf(record))
                .orElseThrow(() -> new IllegalStateException("topic " + record.topic() + " has no table"));
    }

    private Topic topicOf(ConsumerRecord<byte[], byte[]> record) {
        @Nullable Topic topic = plan.topic(record.topic()).orElse(null);
        if (topic == null) {
            throw new IllegalStateException("topic " + record.topic() + " is none of ours");
        }
        return topic;
    }

    private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
