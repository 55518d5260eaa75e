package io.firstlight.standalone.fault;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the state topic as it grows: how far the router is. The consumer belongs to the thread of {@link #run}. */
final class StateFollower implements Follower, Runnable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<NumberedStream> streams;
    private final Map<String, Integer> latest = new ConcurrentHashMap<>();

    StateFollower(KafkaConsumer<byte[], byte[]> consumer, List<NumberedStream> streams) {
        this.consumer = consumer;
        this.streams = streams;
    }

    @Override
    public void run() {
        try (consumer) {
            while (true) {
                consumer.poll(POLL).forEach(this::take);
            }
        } catch (WakeupException e) {
            // stop() was called.
            return;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> entry) {
        if (entry.value() != null) {
            latest.put(new String(entry.key(), StandardCharsets.UTF_8), KafkaReading.number(entry.value()));
        }
    }

    void stop() {
        consumer.wakeup();
    }

    @Override
    public long waitsSince() {
        return streams.stream()
                .mapToLong(stream -> stream.acknowledgedAfter(
                        latest.getOrDefault(stream.address().stateKey(), -1)))
                .min()
                .orElse(NumberedStream.NEVER);
    }
}
