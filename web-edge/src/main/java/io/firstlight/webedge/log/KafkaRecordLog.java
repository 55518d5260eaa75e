package io.firstlight.webedge.log;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log over a Kafka consumer with assigned partitions: no group, so each edge reads everything and none takes from another.
 *
 * <p>A position that retention has passed, or that is beyond the end because the topic was made again, breaks it: nothing is skipped.
 */
public final class KafkaRecordLog implements RecordLog {

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<TopicPartition, Long> ends;
    private @Nullable String broken;

    /**
     * Takes over the consumer, which must have no assignment yet and {@code auto.offset.reset=none}.
     *
     * @param from the first record to read of each partition
     */
    public KafkaRecordLog(Consumer<byte[], byte[]> consumer, Frontier from, TopicPlan plan) {
        this.consumer = consumer;
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Topic topic : from.topics()) {
            topics.put(plan.name(topic), topic);
            for (int p = 0; p < from.partitions(topic); p++) {
                offsets.put(new TopicPartition(plan.name(topic), p), from.next(topic, p));
            }
        }
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
        ends = new HashMap<>(consumer.endOffsets(offsets.keySet()));
    }

    @Override
    public List<LogRecord> poll(Duration timeout) {
        try {
            return convert(consumer.poll(timeout));
        } catch (WakeupException e) {
            return List.of();
        } catch (OffsetOutOfRangeException e) {
            broken = "the log no longer has the records that come next in " + e.partitions();
            return List.of();
        }
    }

    private List<LogRecord> convert(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        List<LogRecord> converted = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Topic topic = topics.get(record.topic());
            if (topic != null) {
                converted.add(
                        new LogRecord(topic, record.partition(), record.offset(), record.timestamp(), record.value()));
            }
        }
        return converted;
    }

    @Override
    public @Nullable String broken() {
        return broken;
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public boolean caughtUp() {
        try {
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        } catch (WakeupException e) {
            // A request came in meanwhile; the next turn asks again.
            return false;
        }
        return ends.isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
