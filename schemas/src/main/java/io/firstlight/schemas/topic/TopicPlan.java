package io.firstlight.schemas.topic;

import io.firstlight.schemas.setting.Setting;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the topics are laid out on this cluster: names, partitions, retention, replication. Immutable.
 *
 * <p>Keys, each optional:
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code FIRSTLIGHT_TOPIC_PREFIX}</td><td>before each name, default {@code firstlight.}</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_REPLICATION}</td><td>copies of each partition, 1 to 32767, default 1</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_PARTITIONS_<TOPIC>}</td><td>partitions, for example {@code FIRSTLIGHT_PARTITIONS_TELEMETRY=12}</td></tr>
 *   <tr><td>{@code FIRSTLIGHT_RETENTION_<TOPIC>}</td><td>ISO 8601 duration such as {@code P30D} or {@code PT6H}; not for compacted
 *       topics</td></tr>
 * </table>
 */
public final class TopicPlan {

    /** Before each topic's name unless configured. */
    public static final String DEFAULT_PREFIX = "firstlight.";

    /** Largest record batch that the topics of producers take, in bytes; producers and consumers are set to match. */
    public static final int MAX_RECORD_BYTES = 17 << 20;

    /** Largest record batch of state and quarantine, in bytes. */
    public static final int MAX_DERIVED_RECORD_BYTES = MAX_RECORD_BYTES + (64 << 10);

    /** The topics that state is made from; {@code RouterContract} says why these. */
    static final List<Topic> STATE_SOURCES =
            List.of(Topic.TELEMETRY, Topic.EVENT, Topic.ACK, Topic.LOG, Topic.HEARTBEAT);

    // Retention goes by whole segments, so records outlive it a little.
    private static final Duration TOMBSTONE_MARGIN = Duration.ofDays(7);

    private static final String REVOCATION_SEGMENT_MS = "3600000";

    private static final String PREFIX_KEY = "FIRSTLIGHT_TOPIC_PREFIX";
    private static final Pattern LEGAL_PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,200}");

    private final String prefix;
    private final short replication;
    private final Map<Topic, Integer> partitions;
    private final Map<Topic, @Nullable Duration> retentions;
    private final Map<String, Topic> byName = new HashMap<>();

    private TopicPlan(
            String prefix,
            short replication,
            Map<Topic, Integer> partitions,
            Map<Topic, @Nullable Duration> retentions) {
        this.prefix = prefix;
        this.replication = replication;
        this.partitions = Collections.unmodifiableMap(partitions);
        this.retentions = Collections.unmodifiableMap(retentions);
        for (Topic topic : Topic.values()) {
            byName.put(name(topic), topic);
        }
    }

    /** The layout without any configuration. */
    public static TopicPlan defaults() {
        return from(Map.of());
    }

    /**
     * The layout that the keys above describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static TopicPlan from(Map<String, String> configuration) {
        Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);
        Map<Topic, @Nullable Duration> retentions = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            String upper = topic.suffix().toUpperCase(Locale.ROOT);
            partitions.put(
                    topic,
                    Setting.number(
                            configuration, "FIRSTLIGHT_PARTITIONS_" + upper, topic.defaultPartitions(), 1, 10_000));
            retentions.put(topic, retention(configuration, "FIRSTLIGHT_RETENTION_" + upper, topic));
        }
        return new TopicPlan(
                prefix(configuration),
                (short) Setting.number(configuration, "FIRSTLIGHT_REPLICATION", 1, 1, Short.MAX_VALUE),
                partitions,
                retentions);
    }

    /** What stands before each topic's name. */
    public String prefix() {
        return prefix;
    }

    /** The topic's full name on this cluster. */
    public String name(Topic topic) {
        return prefix + topic.suffix();
    }

    /** The topic of that full name, if it is one of ours. */
    public Optional<Topic> topic(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Partitions that the topic gets when it is created. */
    public int partitions(Topic topic) {
        return Objects.requireNonNull(partitions.get(topic));
    }

    /** Copies of each partition. */
    public short replication() {
        return replication;
    }

    /**
     * How long the state topic keeps a tombstone at least: longer than any record that could tell of the deleted address, so that whoever asks
     * for the state of a time learns that the address existed as long as its records can say what it was.
     */
    public Duration tombstoneRetention() {
        long longestMs = STATE_SOURCES.stream()
                .map(retentions::get)
                .filter(Objects::nonNull)
                .mapToLong(Duration::toMillis)
                .max()
                .orElseThrow();
        return Duration.ofMillis(longestMs + Math.min(TOMBSTONE_MARGIN.toMillis(), Long.MAX_VALUE - longestMs));
    }

    /** What to ask the cluster for when the topic lacks. */
    NewTopic definition(Topic topic) {
        Map<String, String> settings = new HashMap<>();
        Duration retention = retentions.get(topic);
        if (retention == null) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            // Late joiners read the whole topic: keep its uncompacted head small.
            settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes(topic)));
            settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");
            if (topic == Topic.REVOCATION) {
                settings.put(TopicConfig.SEGMENT_MS_CONFIG, REVOCATION_SEGMENT_MS);
            }
            if (topic == Topic.STATE) {
                settings.put(
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(tombstoneRetention().toMillis()));
            }
        } else {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
            if (topic == Topic.REPLY) {
                // Answers are of no use after seconds, and Kafka forgets whole segments only.
                settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes(topic)));
            }
        }
        if (replication >= 3) {
            settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        // A component's largest message (all script schemas at once) is far above Kafka's default of 1 MiB.
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxBatchBytes(topic)));
        return new NewTopic(name(topic), partitions(topic), replication).configs(settings);
    }

    /** Edges write to the topic of revocations every few seconds, and read all of it when they start. */
    private static int segmentBytes(Topic topic) {
        return topic == Topic.REVOCATION ? 4 << 20 : 64 << 20;
    }

    /**
     * Largest record batch that the topic takes, in bytes. The topics whose records are made from another topic's records take a little
     * more, so that key, headers and address always find room beside the largest value.
     */
    public static int maxBatchBytes(Topic topic) {
        return switch (topic) {
            case STATE, QUARANTINE -> MAX_DERIVED_RECORD_BYTES;
            default -> MAX_RECORD_BYTES;
        };
    }

    private static String prefix(Map<String, String> configuration) {
        String prefix = configuration.getOrDefault(PREFIX_KEY, DEFAULT_PREFIX);
        if (!LEGAL_PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(PREFIX_KEY + "=" + prefix
                    + " must be at most 200 of the characters that Kafka allows in topic names"
                    + " (ASCII letters, digits, '.', '_' and '-')");
        }
        return prefix;
    }

    private static @Nullable Duration retention(Map<String, String> configuration, String key, Topic topic) {
        String text = configuration.get(key);
        if (text == null) {
            return topic.defaultRetention();
        }
        if (topic.compacted()) {
            throw new IllegalArgumentException(key + " is set, but that topic is compacted and has no retention");
        }
        try {
            Duration duration = Duration.parse(text.trim());
            // Kafka counts in milliseconds; less than one, or more than a long holds, is no retention.
            if (duration.toMillis() > 0) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // Falls through to the one message for both mistakes.
        }
        throw new IllegalArgumentException(
                key + "=" + text + " must be a ISO 8601 duration of at least 1 ms such as P30D or PT6H");
    }

    @Override
    public String toString() {
        return "TopicPlan[prefix=" + prefix + ", replication=" + replication + ", topics="
                + Arrays.toString(Topic.values()) + "]";
    }
}
