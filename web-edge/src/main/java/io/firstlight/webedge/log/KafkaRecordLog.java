package io.firstlight.webedge.log;

import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The log over a Kafka consumer with assigned partitions: no group, so each edge reads everything and none takes from another.
 *
 * <p>A position that retention has passed, or that is beyond the end because the topic was made again, breaks it: nothing is skipped.
 */
public final class KafkaRecordLog implements RecordLog {

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<TopicPartition, Long> ends;
    private final MarkSink marks;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private @Nullable String broken;

    /** Takes the marks of records that numbered senders sent, as they are read. */
    public interface MarkSink {
        /**
         * A record of that sender has been read.
         *
         * @param component the record's key
         */
        void saw(SenderMark mark, Topic topic, String component, int partition, long offset);
    }

    /** Somebody waits until records before those offsets have been read. Its offsets are the reading thread's own. */
    private record Wait(Map<TopicPartition, Long> ends, CompletableFuture<Void> done) {}

    /**
     * Takes over the consumer, which must have no assignment yet and {@code auto.offset.reset=none}.
     *
     * @param from the first record to read of each partition
     */
    public KafkaRecordLog(Consumer<byte[], byte[]> consumer, Frontier from, TopicPlan plan, MarkSink marks) {
        this.consumer = consumer;
        this.marks = marks;
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
        } finally {
            endWaits();
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
                SenderMark mark = SenderMark.of(record.headers());
                if (mark != null && record.key() != null) {
                    String component = new String(record.key(), StandardCharsets.UTF_8);
                    marks.saw(mark, topic, component, record.partition(), record.offset());
                }
                converted.add(
                        new LogRecord(topic, record.partition(), record.offset(), record.timestamp(), record.value()));
            }
        }
        return converted;
    }

    /**
     * Completes when the records before those offsets have been read; by any thread. Fails if the log is closed before.
     *
     * @param offsets of partitions that are read here; others are left out
     */
    public CompletableFuture<Void> reached(Map<TopicPartition, Long> offsets) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waits.add(new Wait(new HashMap<>(offsets), done));
        consumer.wakeup();
        return done;
    }

    private void endWaits() {
        try {
            waits.removeIf(this::isOver);
        } catch (WakeupException e) {
            // A request came in meanwhile; the next turn looks again.
            return;
        }
    }

    private boolean isOver(Wait wait) {
        wait.ends
                .entrySet()
                .removeIf(end -> !consumer.assignment().contains(end.getKey())
                        || consumer.position(end.getKey()) >= end.getValue());
        if (wait.ends.isEmpty()) {
            wait.done.complete(null);
        }
        return wait.ends.isEmpty();
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
        waits.forEach(wait -> wait.done.completeExceptionally(new IllegalStateException("the log was closed")));
        consumer.close();
    }
}
