package io.firstlight.router;

import io.firstlight.schemas.setting.Setting;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.TopicPlan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Configuration of the router.
 *
 * @param bootstrapServers {@code FIRSTLIGHT_KAFKA}: brokers to ask first, {@code host:port,...}; default {@code localhost:9092}
 * @param applicationId {@code FIRSTLIGHT_ROUTER_APPLICATION_ID}: consumer group, and beginning of the names of the router's own topics;
 *     default {@code firstlight-router}, see {@link RouterContract#applicationId}
 * @param stateDirectory {@code FIRSTLIGHT_ROUTER_STATE_DIR}: where Kafka Streams keeps its lock and checkpoints; two instances on one
 *     machine need two; default {@code data/router}
 * @param threads {@code FIRSTLIGHT_ROUTER_THREADS}: stream threads, 1 to 64, default 1; more than the widest topic has partitions are idle
 * @param commitInterval {@code FIRSTLIGHT_ROUTER_COMMIT_INTERVAL}: ISO 8601 duration of 10 ms to 1 min, default {@code PT0.2S}; entries
 *     appear in the state topic once in it
 * @param failover {@code FIRSTLIGHT_ROUTER_FAILOVER}: ISO 8601 duration of 6 s to 5 min, default {@code PT6S}; after it, an instance that
 *     vanished loses its share to the others, and what it had not committed is dropped
 * @param watchInterval {@code FIRSTLIGHT_ROUTER_WATCH_INTERVAL}: ISO 8601 duration of 10 ms to 5 min, default {@code PT3S}; how often it
 *     looks whether topics were made again or got partitions. A topic that is gone for ten times that long is made again
 * @param topics the layout of the topics, see {@link TopicPlan}
 */
public record RouterConfig(
        String bootstrapServers,
        String applicationId,
        Path stateDirectory,
        int threads,
        Duration commitInterval,
        Duration failover,
        Duration watchInterval,
        TopicPlan topics) {

    /** Where the brokers are unless configured. */
    public static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";
    /** State directory unless configured. */
    public static final Path DEFAULT_STATE_DIRECTORY = Path.of("data", "router");
    /** Stream threads unless configured. */
    public static final int DEFAULT_THREADS = 1;
    /** Commit interval unless configured. */
    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);
    /** Failover time unless configured; brokers refuse less by default. */
    public static final Duration DEFAULT_FAILOVER = Duration.ofSeconds(6);

    /** Interval of the looks at the topics unless configured. */
    public static final Duration DEFAULT_WATCH_INTERVAL = Duration.ofSeconds(3);

    private static final String KAFKA_KEY = "FIRSTLIGHT_KAFKA";
    private static final String STATE_DIRECTORY_KEY = "FIRSTLIGHT_ROUTER_STATE_DIR";
    private static final String THREADS_KEY = "FIRSTLIGHT_ROUTER_THREADS";
    private static final String COMMIT_INTERVAL_KEY = "FIRSTLIGHT_ROUTER_COMMIT_INTERVAL";
    private static final String FAILOVER_KEY = "FIRSTLIGHT_ROUTER_FAILOVER";
    private static final String WATCH_INTERVAL_KEY = "FIRSTLIGHT_ROUTER_WATCH_INTERVAL";

    public RouterConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(KAFKA_KEY + " is blank");
        }
        Setting.requireWithin(THREADS_KEY, threads, 1, 64);
        Setting.requireWithin(COMMIT_INTERVAL_KEY, commitInterval, Duration.ofMillis(10), Duration.ofMinutes(1));
        Setting.requireWithin(FAILOVER_KEY, failover, Duration.ofSeconds(6), Duration.ofMinutes(5));
        Setting.requireWithin(WATCH_INTERVAL_KEY, watchInterval, Duration.ofMillis(10), Duration.ofMinutes(5));
        if (commitInterval.compareTo(failover.dividedBy(2)) > 0) {
            throw new IllegalArgumentException(COMMIT_INTERVAL_KEY + "=" + commitInterval + " must be at most half of "
                    + FAILOVER_KEY + "=" + failover);
        }
    }

    /**
     * The configuration that the keys above describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static RouterConfig from(Map<String, String> configuration) {
        TopicPlan topics = TopicPlan.from(configuration);
        return new RouterConfig(
                configuration.getOrDefault(KAFKA_KEY, DEFAULT_BOOTSTRAP_SERVERS).trim(),
                RouterContract.applicationId(configuration, topics),
                path(configuration),
                Setting.number(configuration, THREADS_KEY, DEFAULT_THREADS),
                Setting.duration(configuration, COMMIT_INTERVAL_KEY, DEFAULT_COMMIT_INTERVAL),
                Setting.duration(configuration, FAILOVER_KEY, DEFAULT_FAILOVER),
                Setting.duration(configuration, WATCH_INTERVAL_KEY, DEFAULT_WATCH_INTERVAL),
                topics);
    }

    private static Path path(Map<String, String> configuration) {
        String text = configuration.get(STATE_DIRECTORY_KEY);
        if (text == null) {
            return DEFAULT_STATE_DIRECTORY;
        }
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(STATE_DIRECTORY_KEY + "=" + text + " is no path");
        }
        return Path.of(text);
    }
}
