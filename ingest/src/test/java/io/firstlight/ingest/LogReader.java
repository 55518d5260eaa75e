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
import java.util.Objects;

/** Reads back what tests wrote. */
public final class LogReader {

    private LogReader() {}

    /** The record at a place. */
    public static ConsumerRecord<byte[], byte[]> at(String servers, String topic, int partition, long offset) {
        return from(servers, topic, partition, offset).getFirst();
    }

    /** All records of all partitions of a topic, to its end now. */
    public static List<ConsumerRecord<byte[], byte[]>> all(String servers, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(servers)) {
            return consumer.partitionsFor(topic).stream()
                    .flatMap(partition -> from(servers, topic, partition.partition(), 0).stream())
                    .toList();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> from(String servers, String topic, int partition, long offset) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(servers)) {
            TopicPartition place = new TopicPartition(topic, partition);
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            long end =
                    Objects.requireNonNull(consumer.endOffsets(List.of(place)).get(place));
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (consumer.position(place) < end) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(topic + " was not read to its end " + end);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
