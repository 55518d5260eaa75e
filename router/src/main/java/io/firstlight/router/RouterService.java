package io.firstlight.router;

import io.firstlight.router.latest.Homes;
import io.firstlight.router.latest.LatestMetrics;
import io.firstlight.router.latest.LatestTopology;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;

/**
 * The router as a service: prepares the topics, runs the topology, stops it in order. {@link #start} and {@link #close} are called by one
 * thread, once each; the rest may be called by any.
 */
public final class RouterService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RouterService.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

    private final RouterConfig config;
    private final MeterRegistry registry;
    private volatile @Nullable KafkaStreams streams;
    private volatile boolean closed;

    /** Assembles a router that publishes its meters, {@code firstlight.router.*}, in the registry. */
    public RouterService(RouterConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /**
     * Makes the topics that lack and starts the threads; returns before the router is {@link #isReady ready}.
     *
     * @throws RouterException if the cluster does not answer or refuses
     */
    public void start() throws InterruptedException {
        if (streams != null || closed) {
            throw new IllegalStateException("a router is started once");
        }
        Homes homes = prepareTopics();
        KafkaStreams started = new KafkaStreams(
                LatestTopology.build(config.topics(), config.applicationId(), homes, new LatestMetrics(registry)),
                StreamsSettings.of(config));
        started.setUncaughtExceptionHandler(new ThreadFailures(System::nanoTime));
        started.setStateListener((now, before) -> log.info("router {}: {} -> {}", config.applicationId(), before, now));
        streams = started;
        Gauge.builder("firstlight.router.ready", this, router -> router.isReady() ? 1 : 0)
                .description("1 while the router keeps the state")
                .register(registry);
        Gauge.builder("firstlight.router.lag", this, RouterService::lag)
                .description("Records that the slowest partition is behind")
                .register(registry);
        started.start();
    }

    /** Whether it keeps the state now. */
    public boolean isReady() {
        return state() == RouterState.RUNNING;
    }

    /** What it is doing. */
    public RouterState state() {
        KafkaStreams running = streams;
        if (closed) {
            return RouterState.STOPPED;
        }
        if (running == null) {
            return RouterState.STARTING;
        }
        return switch (running.state()) {
            case CREATED -> RouterState.STARTING;
            case REBALANCING -> RouterState.REBALANCING;
            case RUNNING -> RouterState.RUNNING;
            case PENDING_SHUTDOWN, NOT_RUNNING -> RouterState.STOPPED;
            case PENDING_ERROR, ERROR -> RouterState.FAILED;
        };
    }

    /** Records that the slowest partition is behind; 0 before the first fetch. */
    public double lag() {
        KafkaStreams running = streams;
        return running == null ? 0 : ConsumerLag.most(running.metrics());
    }

    /** Commits, leaves the group, and stops; at most some seconds. Calling it again does nothing. */
    @Override
    public void close() {
        KafkaStreams running = streams;
        if (closed) {
            return;
        }
        closed = true;
        if (running == null) {
            return;
        }
        // Leaving the group lets another instance, or the next start, take over without waiting for the failover time.
        boolean stopped = running.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (stopped) {
            log.info("router {} stopped", config.applicationId());
        } else {
            log.warn(
                    "router {} did not stop within {}; what it had not committed is done again",
                    config.applicationId(),
                    CLOSE_TIMEOUT);
        }
    }

    private Homes prepareTopics() throws InterruptedException {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()))) {
            return RouterTopics.prepare(admin, config);
        } catch (KafkaException e) {
            throw new RouterException(
                    "the router cannot prepare its topics at " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }
}
