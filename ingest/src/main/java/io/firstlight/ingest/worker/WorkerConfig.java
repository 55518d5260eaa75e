package io.firstlight.ingest.worker;

import io.firstlight.schemas.setting.Setting;

import java.time.Duration;
import java.util.Map;

/**
 * How a worker runs. Immutable.
 *
 * @param bootstrapServers where Kafka is, {@code host:port} with commas between; {@value #KAFKA}, default
 *     {@value #DEFAULT_BOOTSTRAP_SERVERS}
 * @param topic the topic of the requests, its full name; {@value #TOPIC}
 * @param group the consumer group; workers of one group share the requests; {@value #GROUP}, default {@code worker-} and the topic
 * @param concurrency most requests handled at once, 1 to 1000; {@value #CONCURRENCY}, default {@value #DEFAULT_CONCURRENCY}. With 1 the
 *     requests of a partition are handled in their order
 * @param closeTimeout how long closing waits for the requests under way; {@value #CLOSE_TIMEOUT_MS}, in ms, 0 to 1 min, default 5000
 */
public record WorkerConfig(
        String bootstrapServers, String topic, String group, int concurrency, Duration closeTimeout) {

    /** Key of {@link #bootstrapServers}. */
    public static final String KAFKA = "FIRSTLIGHT_KAFKA";
    /** Key of {@link #topic}. */
    public static final String TOPIC = "FIRSTLIGHT_WORKER_TOPIC";
    /** Key of {@link #group}. */
    public static final String GROUP = "FIRSTLIGHT_WORKER_GROUP";
    /** Key of {@link #concurrency}. */
    public static final String CONCURRENCY = "FIRSTLIGHT_WORKER_CONCURRENCY";
    /** Key of {@link #closeTimeout}. */
    public static final String CLOSE_TIMEOUT_MS = "FIRSTLIGHT_WORKER_CLOSE_TIMEOUT_MS";

    /** Where Kafka is unless configured. */
    public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:9092";
    /** Requests at once unless configured. */
    public static final int DEFAULT_CONCURRENCY = 8;

    private static final int DEFAULT_CLOSE_TIMEOUT_MS = 5_000;
    private static final int MOST_CONCURRENCY = 1_000;
    private static final int MOST_CLOSE_TIMEOUT_MS = 60_000;

    public WorkerConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(KAFKA + " is empty");
        }
        if (topic.isBlank()) {
            throw new IllegalArgumentException(TOPIC + " is empty");
        }
        if (group.isBlank()) {
            throw new IllegalArgumentException(GROUP + " is empty");
        }
        Setting.requireWithin(CONCURRENCY, concurrency, 1, MOST_CONCURRENCY);
        Setting.requireWithin(CLOSE_TIMEOUT_MS, closeTimeout.toMillis(), 0, MOST_CLOSE_TIMEOUT_MS);
    }

    /** A worker for that topic with everything else as it is by default. */
    public static WorkerConfig of(String bootstrapServers, String topic) {
        return from(Map.of(KAFKA, bootstrapServers, TOPIC, topic));
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong or the topic is absent; the message names the key
     */
    public static WorkerConfig from(Map<String, String> configuration) {
        String topic = configuration.getOrDefault(TOPIC, "").trim();
        return new WorkerConfig(
                configuration.getOrDefault(KAFKA, DEFAULT_BOOTSTRAP_SERVERS).trim(),
                topic,
                configuration.getOrDefault(GROUP, "worker-" + topic).trim(),
                Setting.number(configuration, CONCURRENCY, DEFAULT_CONCURRENCY),
                Setting.milliseconds(configuration, CLOSE_TIMEOUT_MS, DEFAULT_CLOSE_TIMEOUT_MS));
    }
}
