package io.firstlight.ingest;

import io.firstlight.ingest.intake.Validation;
import io.firstlight.schemas.setting.Setting;
import io.firstlight.schemas.topic.TopicPlan;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How records are written to Kafka. Immutable.
 *
 * @param bootstrapServers where Kafka is, {@code host:port} with commas between; {@value #KAFKA}, default
 *     {@value #DEFAULT_BOOTSTRAP_SERVERS}
 * @param producerName the name in the records' {@code producer}; {@value #NAME}, default {@value #DEFAULT_PRODUCER_NAME}
 * @param topics the topics' names and layout, keys of {@link TopicPlan}
 * @param bufferBytes most bytes that wait for Kafka; {@value #BUFFER_BYTES}, 1 MiB to 1 GiB, default 32 MiB
 * @param deliveryTimeout how long a record may wait for its acknowledgement; {@value #DELIVERY_TIMEOUT_MS}, in ms, 1 s to 1 h, default
 *     120000
 * @param maxBlock how long a send may hold its caller when the buffer is full or Kafka was never seen; {@value #MAX_BLOCK_MS}, in ms,
 *     0 to 1 min, default 5000
 * @param linger how long a batch waits to fill; {@value #LINGER_MS}, in ms, 0 to 1 s, default 3
 * @param batchBytes largest batch per partition; {@value #BATCH_BYTES}, 16 KiB to 1 MiB, default 128 KiB
 * @param closeTimeout how long closing waits for acknowledgements; {@value #CLOSE_TIMEOUT_MS}, in ms, 0 to 1 min, default 5000
 * @param validation how closely the payloads of producers are looked at, keys of {@link Validation}
 */
public record IngestConfig(
        String bootstrapServers,
        String producerName,
        TopicPlan topics,
        long bufferBytes,
        Duration deliveryTimeout,
        Duration maxBlock,
        Duration linger,
        int batchBytes,
        Duration closeTimeout,
        Validation validation) {

    /** Key of {@link #bootstrapServers}. */
    public static final String KAFKA = "FIRSTLIGHT_KAFKA";
    /** Key of {@link #producerName}. */
    public static final String NAME = "FIRSTLIGHT_PRODUCER_NAME";
    /** Key of {@link #bufferBytes}. */
    public static final String BUFFER_BYTES = "FIRSTLIGHT_PRODUCER_BUFFER_BYTES";
    /** Key of {@link #deliveryTimeout}. */
    public static final String DELIVERY_TIMEOUT_MS = "FIRSTLIGHT_PRODUCER_DELIVERY_TIMEOUT_MS";
    /** Key of {@link #maxBlock}. */
    public static final String MAX_BLOCK_MS = "FIRSTLIGHT_PRODUCER_MAX_BLOCK_MS";
    /** Key of {@link #linger}. */
    public static final String LINGER_MS = "FIRSTLIGHT_PRODUCER_LINGER_MS";
    /** Key of {@link #batchBytes}. */
    public static final String BATCH_BYTES = "FIRSTLIGHT_PRODUCER_BATCH_BYTES";
    /** Key of {@link #closeTimeout}. */
    public static final String CLOSE_TIMEOUT_MS = "FIRSTLIGHT_PRODUCER_CLOSE_TIMEOUT_MS";

    /** Where Kafka is unless configured. */
    public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:9092";
    /** Who writes unless configured. */
    public static final String DEFAULT_PRODUCER_NAME = "firstlight";

    private static final int DEFAULT_BUFFER_BYTES = 32 << 20;
    private static final int DEFAULT_DELIVERY_TIMEOUT_MS = 120_000;
    private static final int DEFAULT_MAX_BLOCK_MS = 5_000;
    private static final int DEFAULT_LINGER_MS = 3;
    private static final int DEFAULT_BATCH_BYTES = 128 << 10;
    private static final int DEFAULT_CLOSE_TIMEOUT_MS = 5_000;

    /** Room for key, headers and framing beside a record's value. */
    private static final int OVERHEAD_BYTES = 16 << 10;

    public IngestConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(KAFKA + " is empty");
        }
        if (producerName.isBlank()) {
            throw new IllegalArgumentException(NAME + " is empty");
        }
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(validation, "validation");
        Setting.requireWithin(BUFFER_BYTES, bufferBytes, 1 << 20, 1 << 30);
        Setting.requireWithin(DELIVERY_TIMEOUT_MS, deliveryTimeout.toMillis(), 1_000, 3_600_000);
        Setting.requireWithin(MAX_BLOCK_MS, maxBlock.toMillis(), 0, 60_000);
        Setting.requireWithin(LINGER_MS, linger.toMillis(), 0, 1_000);
        Setting.requireWithin(BATCH_BYTES, batchBytes, 16 << 10, 1 << 20);
        Setting.requireWithin(CLOSE_TIMEOUT_MS, closeTimeout.toMillis(), 0, 60_000);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static IngestConfig from(Map<String, String> configuration) {
        return new IngestConfig(
                configuration.getOrDefault(KAFKA, DEFAULT_BOOTSTRAP_SERVERS).trim(),
                configuration.getOrDefault(NAME, DEFAULT_PRODUCER_NAME).trim(),
                TopicPlan.from(configuration),
                Setting.number(configuration, BUFFER_BYTES, DEFAULT_BUFFER_BYTES),
                Setting.milliseconds(configuration, DELIVERY_TIMEOUT_MS, DEFAULT_DELIVERY_TIMEOUT_MS),
                Setting.milliseconds(configuration, MAX_BLOCK_MS, DEFAULT_MAX_BLOCK_MS),
                Setting.milliseconds(configuration, LINGER_MS, DEFAULT_LINGER_MS),
                Setting.number(configuration, BATCH_BYTES, DEFAULT_BATCH_BYTES),
                Setting.milliseconds(configuration, CLOSE_TIMEOUT_MS, DEFAULT_CLOSE_TIMEOUT_MS),
                Validation.from(configuration));
    }

    /** The same with another {@link #deliveryTimeout}. */
    public IngestConfig withDeliveryTimeout(Duration timeout) {
        return new IngestConfig(
                bootstrapServers,
                producerName,
                topics,
                bufferBytes,
                timeout,
                maxBlock,
                linger,
                batchBytes,
                closeTimeout,
                validation);
    }

    /** Largest value of a record that the topics and the buffer take, in bytes. */
    public int maxValueBytes() {
        return (int) Math.min(TopicPlan.MAX_RECORD_BYTES, bufferBytes) - OVERHEAD_BYTES;
    }
}
