package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.log.TopicLayout;
import org.apache.kafka.common.Uuid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A log in memory, and records as producers write them. */
final class TestLog {

    static final LogLayout LAYOUT = new LogLayout(Map.of(
            Topic.TELEMETRY, new TopicLayout(Uuid.randomUuid(), 4),
            Topic.EVENT, new TopicLayout(Uuid.randomUuid(), 2),
            Topic.MESSAGE, new TopicLayout(Uuid.randomUuid(), 1)));

    private final Map<PartitionLog, List<LogRecord>> partitions = new HashMap<>();
    private final Map<PartitionLog, Long> ends = new HashMap<>();

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
}
