package io.firstlight.standalone.tap;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads every partition of some topics and prints the records that pass the filter, until it is told to stop, has printed enough, has
 * reached the end that was asked for, or nobody reads its output any more.
 *
 * <p>Owned by the thread that calls {@link #run}; {@link #stop} may be called from any.
 */
final class Tap {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Consumer<byte[], byte[]> consumer;
    private final Predicate<ConsumerRecord<byte[], byte[]>> filter;
    private final LineFormat format;
    private final PrintWriter out;
    private final Clock clock;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    Tap(
            Consumer<byte[], byte[]> consumer,
            Predicate<ConsumerRecord<byte[], byte[]>> filter,
            LineFormat format,
            PrintWriter out,
            Clock clock) {
        this.consumer = consumer;
        this.filter = filter;
        this.format = format;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Reads and prints; returns how many records it printed. In each partition the first record of time {@code until} or later ends it.
     *
     * @param topics full names; those that the cluster lacks are passed over
     * @param until when to end; null for never
     * @param limit how many records to print at most
     */
    long run(Collection<String> topics, StartPoint from, @Nullable Instant until, long limit) {
        long printed = 0;
        try {
            List<TopicPartition> partitions = partitions(topics);
            consumer.assign(partitions);
            seek(partitions, from);
            while (printed < limit && !reached(partitions, until)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (printed < limit && beforeEnd(record) && filter.test(record)) {
                        out.println(format.line(record));
                        printed++;
                    }
                }
                out.flush();
                if (out.checkError()) {
                    break;
                }
            }
        } catch (WakeupException e) {
            // stop() was called: the end that was asked for.
            return printed;
        }
        return printed;
    }

    /** Ends {@link #run} soon. */
    void stop() {
        consumer.wakeup();
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        Map<String, List<PartitionInfo>> present = consumer.listTopics();
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            present.getOrDefault(topic, List.of())
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        if (partitions.isEmpty()) {
            throw new NoSuchTopics(topics);
        }
        return partitions;
    }

    private void seek(List<TopicPartition> partitions, StartPoint from) {
        switch (from) {
            case StartPoint.Beginning beginning -> consumer.seekToBeginning(partitions);
            case StartPoint.End end -> consumer.seekToEnd(partitions);
            case StartPoint.At at -> offsetsAt(partitions, at.time()).forEach(consumer::seek);
        }
        // "end" is where the log ends now, not at the first poll.
        partitions.forEach(consumer::position);
    }

    private Map<TopicPartition, Long> offsetsAt(List<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
        found.forEach((partition, at) -> {
            if (at != null) {
                offsets.put(partition, at.offset());
            }
        });
        return offsets;
    }

    /** Whether every partition has been read to its end; the ends are known once the time has come. */
    private boolean reached(List<TopicPartition> partitions, @Nullable Instant until) {
        if (until == null || clock.instant().isBefore(until)) {
            return false;
        }
        if (ends.isEmpty()) {
            ends.putAll(offsetsAt(partitions, until));
        }
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean beforeEnd(ConsumerRecord<byte[], byte[]> record) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        return end == null || record.offset() < end;
    }

    /** The cluster has none of the topics. */
    static final class NoSuchTopics extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchTopics(Collection<String> topics) {
            super("there is no topic " + String.join(", ", topics));
        }
    }
}
