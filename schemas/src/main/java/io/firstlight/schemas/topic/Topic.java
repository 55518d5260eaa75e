package io.firstlight.schemas.topic;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Every topic of the log, with the layout it gets unless {@link TopicPlan} says otherwise. A compacted topic keeps the newest record of
 * each key for ever; the others keep everything for their retention.
 */
public enum Topic {
    TELEMETRY("telemetry", 4, Duration.ofDays(2)),
    EVENT("event", 4, Duration.ofDays(30)),
    ACK("ack", 4, Duration.ofDays(30)),
    LOG("log", 4, Duration.ofDays(30)),
    HEARTBEAT("heartbeat", 4, Duration.ofHours(6)),
    COMMAND("command", 4, Duration.ofDays(90)),
    /** One partition: the order of the log is then the one order that pages and live feed show. */
    MESSAGE("message", 1, Duration.ofDays(30)),
    /** Requests to producers; only the last minutes matter. */
    INITIAL_STATE("initial_state", 1, Duration.ofMinutes(10)),
    /** Answers of workers to the edges that wait for them, a partition for each edge; after minutes nobody does. */
    REPLY("reply", 8, Duration.ofMinutes(10)),
    STATE("state", 4, null),
    ROLLUP("rollup", 4, Duration.ofDays(30)),
    QUARANTINE("quarantine", 1, Duration.ofDays(30)),
    REVOCATION("revocation", 1, null);

    private final String suffix;
    private final int defaultPartitions;
    private final @Nullable Duration defaultRetention;

    Topic(String suffix, int defaultPartitions, @Nullable Duration defaultRetention) {
        this.suffix = suffix;
        this.defaultPartitions = defaultPartitions;
        this.defaultRetention = defaultRetention;
    }

    /** The name without the common prefix, for example {@code telemetry}. */
    public String suffix() {
        return suffix;
    }

    /** Partitions unless configured. */
    public int defaultPartitions() {
        return defaultPartitions;
    }

    /** How long records are kept unless configured; null for a compacted topic. */
    public @Nullable Duration defaultRetention() {
        return defaultRetention;
    }

    /** Whether only the newest record of each key is kept. */
    public boolean compacted() {
        return defaultRetention == null;
    }
}
