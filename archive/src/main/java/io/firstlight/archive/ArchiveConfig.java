package io.firstlight.archive;

import io.firstlight.archive.sink.BatchLimits;
import io.firstlight.archive.sink.SinkConfig;
import io.firstlight.schemas.setting.Setting;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How one archive service runs. Keys beside those of {@link TopicPlan}:
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code FIRSTLIGHT_KAFKA}</td><td>{@code host:port}, several with commas; required</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_POSTGRES}</td><td>JDBC URL; required</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_POSTGRES_USER}</td><td>default {@code postgres}</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_POSTGRES_PASSWORD}</td><td>default empty</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_ARCHIVE_TOPICS}</td><td>topics without prefix, with commas; of {@code message}, {@code event}, {@code ack},
 *       {@code log}, {@code command}, {@code telemetry}; default all but the last</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_ARCHIVE_GROUP}</td><td>consumer group, default {@code firstlight-archive}</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_ARCHIVE_BATCH_RECORDS}</td><td>most records per transaction, 1 to 100000, default 5000</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_ARCHIVE_BATCH_BYTES}</td><td>bytes of values from which a transaction is full, 1 to 1073741824, default
 *       16777216 (16 MiB)</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_ARCHIVE_BATCH_TIME}</td><td>how long a record waits for others, ISO 8601 duration up to PT1M, default
 *       {@code PT0.05S}</td></tr>
 * </table>
 *
 * @param sink the Kafka side
 * @param database the PostgreSQL side
 */
public record ArchiveConfig(SinkConfig sink, DatabaseConfig database) {

    /** Consumer group unless configured. */
    public static final String DEFAULT_GROUP = "firstlight-archive";

    /** Batches unless configured. */
    public static final BatchLimits DEFAULT_LIMITS = new BatchLimits(5_000, 16 << 20, Duration.ofMillis(50));

    /** Topics unless configured. */
    public static final Set<Topic> DEFAULT_TOPICS =
            Set.copyOf(EnumSet.of(Topic.MESSAGE, Topic.EVENT, Topic.ACK, Topic.LOG, Topic.COMMAND));

    private static final Duration MOST_BATCH_TIME = Duration.ofMinutes(1);

    private static final String PREFIX = "FIRSTLIGHT_ARCHIVE_";

    /**
     * The configuration that the keys above describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong or lacks; the message names the key
     */
    public static ArchiveConfig from(Map<String, String> configuration) {
        return new ArchiveConfig(
                new SinkConfig(
                        Setting.required(configuration, "FIRSTLIGHT_KAFKA"),
                        configuration.getOrDefault(PREFIX + "GROUP", DEFAULT_GROUP),
                        TopicPlan.from(configuration),
                        topics(configuration, PREFIX + "TOPICS"),
                        limits(configuration)),
                database(configuration));
    }

    private static DatabaseConfig database(Map<String, String> configuration) {
        try {
            return new DatabaseConfig(
                    Setting.required(configuration, "FIRSTLIGHT_POSTGRES"),
                    configuration.getOrDefault("FIRSTLIGHT_POSTGRES_USER", "postgres"),
                    configuration.getOrDefault("FIRSTLIGHT_POSTGRES_PASSWORD", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("FIRSTLIGHT_POSTGRES: " + e.getMessage(), e);
        }
    }

    private static BatchLimits limits(Map<String, String> configuration) {
        return new BatchLimits(
                Setting.number(configuration, PREFIX + "BATCH_RECORDS", DEFAULT_LIMITS.records(), 1, 100_000),
                Setting.number(configuration, PREFIX + "BATCH_BYTES", (int) DEFAULT_LIMITS.bytes(), 1, 1 << 30),
                Setting.duration(
                        configuration, PREFIX + "BATCH_TIME", DEFAULT_LIMITS.time(), Duration.ZERO, MOST_BATCH_TIME));
    }

    private static Set<Topic> topics(Map<String, String> configuration, String key) {
        String text = configuration.get(key);
        if (text == null) {
            return DEFAULT_TOPICS;
        }
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (String name : text.split(",", -1)) {
            topics.add(Stream.of(Topic.values())
                    .filter(topic -> topic.suffix().equals(name.trim().toLowerCase(Locale.ROOT)))
                    .filter(topic -> topic == Topic.TELEMETRY || DEFAULT_TOPICS.contains(topic))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(key + "=" + text + " names '" + name.trim()
                            + "', which is none of message, event, ack, log, command, telemetry")));
        }
        return topics;
    }
}
