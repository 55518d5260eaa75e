package io.firstlight.bench.fanout;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Streams;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

import java.time.Duration;
import java.util.List;

/**
 * Reads the same records from Kafka as the edge does, with a plain consumer: how old they are here is Kafka's own share of what subscribers
 * see. {@link #run} belongs to one thread; {@link #stop} may be called by any.
 */
final class LogWitness implements Runnable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final Streams streams;
    private final Latencies latencies = new Latencies();

    /** A witness of what comes from now on. Owned by its thread from then on, the consumer too. */
    LogWitness(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Streams streams) {
        this.consumer = consumer;
        this.streams = streams;
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // "End" is where the log ends now, not at the first poll.
        partitions.forEach(consumer::position);
    }

    @Override
    public void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    byte[] value = record.value();
                    Stamp stamp = value == null ? null : Stamp.find(value, 0, value.length);
                    if (stamp != null && streams.owns(stamp)) {
                        latencies.add(System.nanoTime() - stamp.dueNanos());
                    }
                }
            }
        } catch (WakeupException e) {
            // stop() was called.
            return;
        }
    }

    void stop() {
        consumer.wakeup();
    }

    Latencies latencies() {
        return latencies;
    }
}
