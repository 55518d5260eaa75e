package io.firstlight.ingest.relay;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.intake.NoticeWriter;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;

/** A producer and a consumer of one cluster. Owned by the relay's thread. */
final class KafkaRelayLog implements RelayLog {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ANSWER_MS = 5_000;

    /** How long a partition may say nothing while it is read. */
    private static final long SILENCE_NS = Duration.ofSeconds(30).toNanos();

    private final String topic;
    private final TelemetryProducer producer;
    private final Consumer<byte[], byte[]> consumer;

    KafkaRelayLog(IngestConfig config, MeterRegistry registry, InstantSource clock) {
        topic = config.topics().name(NoticeWriter.TOPIC);
        producer = TelemetryProducer.start(config, registry, clock);
        boolean opened = false;
        try {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            config.bootstrapServers(),
                            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                            false,
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest",
                            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                            false,
                            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            ANSWER_MS,
                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                            ANSWER_MS),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            opened = true;
        } finally {
            if (!opened) {
                producer.close();
            }
        }
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public LogAppender appender() {
        return producer;
    }

    @Override
    public Map<Integer, Long> ends() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new TimeoutException("topic " + topic + " is not there");
        }
        // Else the client warns of each answer about a partition that it does not have.
        consumer.assign(partitions);
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    @Override
    public void find(UUID outbox, Map<Integer, Long> from, Map<Integer, Long> to, LongConsumer rows) {
        String prefix = outbox + "/";
        List<TopicPartition> partitions = to.keySet().stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            long end = Objects.requireNonNull(to.get(partition.partition()));
            long start = from.getOrDefault(partition.partition(), beginning);
            // Beyond the end: the topic was made again, and what is in it now has not been looked at.
            consumer.seek(partition, start > end || start < beginning ? beginning : start);
        }
        long heardAt = System.nanoTime();
        while (partitions.stream()
                .anyMatch(partition ->
                        consumer.position(partition) < Objects.requireNonNull(to.get(partition.partition())))) {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                tell(record.headers().lastHeader(OUTBOX_ID), prefix, rows);
            }
            if (any) {
                heardAt = System.nanoTime();
            } else if (System.nanoTime() - heardAt > SILENCE_NS) {
                throw new TimeoutException("the end of " + topic + " is not reached");
            }
        }
    }

    private static void tell(@Nullable Header header, String prefix, LongConsumer rows) {
        if (header == null) {
            return;
        }
        String id = new String(header.value(), StandardCharsets.UTF_8);
        if (id.startsWith(prefix)) {
            rows.accept(Long.parseLong(id.substring(prefix.length())));
        }
    }

    @Override
    public void close() {
        try {
            producer.close();
        } finally {
            consumer.close();
        }
    }
}
