package io.firstlight.webedge.log;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log over a Kafka consumer with assigned partitions: no group, so each edge reads everything and none takes from another.
 *
 * <p>A position that retention has passed goes on at the earliest record that is left; the hole is counted and logged.
 */
public final class KafkaRecordLog implements RecordLog {

    private static final Logger log = LoggerFactory.getLogger(KafkaRecordLog.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<TopicPartition, Long> ends;
    private final Counter gaps;

    /**
     * Takes over the consumer, which must have no assignment yet and {@code auto.offset.reset=none}.
     *
     * @param from the first offset to read of each partition
     */
    public KafkaRecordLog(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from, TopicPlan plan, MeterRegistry meters) {
        this.consumer = consumer;
        for (Topic topic : Topic.values()) {
            topics.put(plan.name(topic), topic);
        }
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        ends = new HashMap<>(consumer.endOffsets(from.keySet()));
        gaps = Counter.builder("firstlight.edge.log.gaps")
                .description("Times that retention had passed the edge's position")
                .register(meters);
    }

    @Override
    public List<LogRecord> poll(Duration timeout) {
        try {
            return convert(consumer.poll(timeout));
        } catch (WakeupException e) {
            return List.of();
        } catch (OffsetOutOfRangeException e) {
            gaps.increment();
            log.warn("retention has passed the position of {}; going on at the earliest record", e.partitions());
            consumer.seekToBeginning(e.partitions());
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
