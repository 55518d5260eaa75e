package io.firstlight.ingest;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads back what tests wrote. */
public final class LogReader {

    private LogReader() {}

    /** The record at a place. */
    public static ConsumerRecord<byte[], byte[]> at(String servers, String topic, int partition, long offset) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(servers)) {
            TopicPartition place = new TopicPartition(topic, partition);
            return read(consumer, Map.of(place, offset)).getFirst();
        }
    }

    /** All records of all partitions of a topic, to its end now; those of each partition in order. */
    public static List<ConsumerRecord<byte[], byte[]>> all(String servers, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(servers)) {
            return read(
                    consumer,
                    consumer.partitionsFor(topic).stream()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition.partition()), unused -> 0L)));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not read to its end: " + ends);
            }
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        // Closing waits for the fetch that is on its way.
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
