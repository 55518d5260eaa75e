package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All records of some topics, read by a plain consumer that knows nothing of the edge, and what follows from them by definition: the
 * state at a time is what the records before the first later one of each partition leave.
 */
final class WholeLog {

    private final List<Entry> entries = new ArrayList<>();

    /** One stream of one record. */
    record Entry(TopicPartition partition, long offset, long timeMs, String category, String address, JsonNode value) {}

    static WholeLog read(String kafka, TopicPlan plan, List<Topic> topics) throws IOException {
        WholeLog log = new WholeLog();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "fetch.max.wait.ms", 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : topics) {
                consumer.partitionsFor(plan.name(topic))
                        .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    log.add(record);
                }
            }
        }
        return log;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) throws IOException {
        JsonNode value = Json.mapper().readTree(record.value());
        String category = value.get("category").asText();
        value.get("data")
                .properties()
                .forEach(stream -> entries.add(new Entry(
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset(),
                        record.timestamp(),
                        category,
                        String.join(
                                ":",
                                category,
                                value.get("csc").asText(),
                                value.get("salindex").asText(),
                                stream.getKey()),
                        stream.getValue())));
    }

    /** Value and time by address, deleted ones left out. */
    Map<String, String> stateAt(long timeMs, Predicate<String> addresses) {
        Map<String, String> state = new TreeMap<>();
        for (Entry entry : entries) {
            if (addresses.test(entry.address()) && entry.offset() < firstAfter(entry.partition(), timeMs)) {
                // Each component keeps to one partition here, so the order of offsets is the order of its records.
                state.put(entry.address(), entry.value() + " " + entry.timeMs());
            }
        }
        state.values().removeIf(value -> value.startsWith("null "));
        return state;
    }

    private long firstAfter(TopicPartition partition, long timeMs) {
        return entries.stream()
                .filter(entry -> entry.partition().equals(partition) && entry.timeMs() > timeMs)
                .mapToLong(Entry::offset)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Address, value and time of everything later than one time and not later than another; no two records have the same time. */
    List<String> between(long fromMs, long toMs, Predicate<String> addresses) {
        return entries.stream()
                .filter(entry -> addresses.test(entry.address()))
                .filter(entry -> entry.timeMs() > fromMs && entry.timeMs() <= toMs)
                .sorted(Comparator.comparingLong(Entry::timeMs))
                .map(entry -> entry.address() + " " + entry.value() + " " + entry.timeMs())
                .toList();
    }

    List<Entry> entries() {
        return entries;
    }
}
