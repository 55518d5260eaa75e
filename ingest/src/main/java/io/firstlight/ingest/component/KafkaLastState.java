package io.firstlight.ingest.component;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the platform remembers, from the log's own topic of latest values. Each question reads that topic from its beginning to where it ended when
 * the question came, on a thread of its own: producers ask once, when they start. Kafka's silence for thirty seconds is a failure. Thread-safe.
 */
public final class KafkaLastState implements LastState {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ANSWER_MS = 5_000;
    private static final long SILENCE_NS = Duration.ofSeconds(30).toNanos();

    private final IngestConfig config;
    private final String topic;

    /** Of the cluster that the configuration names. */
    public KafkaLastState(IngestConfig config) {
        this.config = config;
        this.topic = config.topics().name(Topic.STATE);
    }

    @Override
    public CompletableFuture<Optional<byte[]>> payload(Address address) {
        CompletableFuture<Optional<byte[]>> answer = new CompletableFuture<>();
        Thread.ofPlatform().name("component-last-state").daemon().start(() -> {
            try {
                answer.complete(read(address.stateKey().getBytes(StandardCharsets.US_ASCII)));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Optional<byte[]> read(byte[] key) {
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<PartitionInfo> known = consumer.partitionsFor(topic);
            if (known == null || known.isEmpty()) {
                // A platform that was never there remembers nothing.
                return Optional.empty();
            }
            List<TopicPartition> partitions = known.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            byte[] value = null;
            long heardAt = System.nanoTime();
            while (!isRead(consumer, ends)) {
                boolean any = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    any = true;
                    // An address lies in one partition, so the last that is met is the latest.
                    value = Arrays.equals(record.key(), key) ? record.value() : value;
                }
                if (any) {
                    heardAt = System.nanoTime();
                } else if (System.nanoTime() - heardAt > SILENCE_NS) {
                    throw new TimeoutException("the end of " + topic + " is not reached");
                }
            }
            return payload(value);
        }
    }

    private static boolean isRead(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.keySet().stream()
                .allMatch(partition -> consumer.position(partition) >= Objects.requireNonNull(ends.get(partition)));
    }

    private static Optional<byte[]> payload(byte @Nullable [] value) {
        return Optional.ofNullable(value)
                .flatMap(StateEntry::parse)
                .map(entry -> Arrays.copyOfRange(
                        entry.json(), entry.payload().start(), entry.payload().end()));
    }

    private Map<String, Object> settings() {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrapServers(),
                CommonClientConfigs.CLIENT_ID_CONFIG,
                config.producerName() + "-last-state",
                CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                // The router writes within transactions.
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MS,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MS);
    }
}
