package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.log.TopicLayout;
import org.apache.kafka.common.Uuid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/** A log in memory, and records as producers write them. */
final class TestLog implements LogTimes {

    static final LogLayout LAYOUT = new LogLayout(Map.of(
            Topic.TELEMETRY, new TopicLayout(Uuid.randomUuid(), 4),
            Topic.EVENT, new TopicLayout(Uuid.randomUuid(), 2),
            Topic.MESSAGE, new TopicLayout(Uuid.randomUuid(), 1)));

    private final Map<PartitionLog, List<LogRecord>> partitions = new HashMap<>();
    private final Map<PartitionLog, Long> ends = new HashMap<>();
    private final Map<PartitionLog, Long> beginnings = new HashMap<>();

    /** The value of a record: {@code data} is the JSON object of its streams. */
    static byte[] value(Category category, String csc, int salindex, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return RecordWriter.write(
                category, new Component(csc, salindex), false, bytes, new Span(0, bytes.length), null, null);
    }

    /** Appends a record at the partition's end. */
    LogRecord add(Topic topic, int partition, long timestampMs, byte[] value) {
        PartitionLog key = new PartitionLog(topic, partition);
        LogRecord record = new LogRecord(topic, partition, end(topic, partition), timestampMs, value);
        partitions.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
        ends.put(key, record.offset() + 1);
        return record;
    }

    /** Leaves offsets without a record at the partition's end, as a transaction does. */
    void gap(Topic topic, int partition, long offsets) {
        ends.merge(new PartitionLog(topic, partition), offsets, Long::sum);
    }

    long end(Topic topic, int partition) {
        return ends.getOrDefault(new PartitionLog(topic, partition), 0L);
    }

    List<LogRecord> records(Topic topic, int partition) {
        return partitions.getOrDefault(new PartitionLog(topic, partition), List.of());
    }

    /** Retention has taken what was before the offset. */
    void retentionPasses(Topic topic, int partition, long offset) {
        partitions
                .getOrDefault(new PartitionLog(topic, partition), new ArrayList<>())
                .removeIf(record -> record.offset() < offset);
        beginnings.put(new PartitionLog(topic, partition), offset);
    }

    long beginning(Topic topic, int partition) {
        return beginnings.getOrDefault(new PartitionLog(topic, partition), 0L);
    }

    @Override
    public Frontier beginning(LogLayout layout, Set<Topic> topics) {
        return frontier(topics, this::beginning);
    }

    @Override
    public Frontier end(LogLayout layout, Set<Topic> topics) {
        return frontier(topics, this::end);
    }

    @Override
    public Frontier firstAt(LogLayout layout, Set<Topic> topics, long timeMs) {
        return frontier(
                topics,
                (topic, partition) -> records(topic, partition).stream()
                        .filter(record -> record.timestampMs() >= timeMs)
                        .mapToLong(LogRecord::offset)
                        .findFirst()
                        .orElse(end(topic, partition)));
    }

    private static Frontier frontier(Set<Topic> topics, ToLongBiFunction<Topic, Integer> offset) {
        Frontier frontier = Frontier.beginning(LAYOUT, topics);
        for (Topic topic : topics) {
            for (int p = 0; p < frontier.partitions(topic); p++) {
                frontier.pass(topic, p, offset.applyAsLong(topic, p));
            }
        }
        return frontier;
    }
}
