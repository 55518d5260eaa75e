package io.firstlight.router;

import io.firstlight.router.latest.LatestMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The router as a service: prepares the topics, runs the topology, begins it anew when the layout of the topics changes, stops it in order.
 * {@link #start} and {@link #close} are called by one thread, once each; the rest may be called by any. The thread {@code router-watch},
 * a daemon, looks at the topics.
 */
public final class RouterService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RouterService.class);
    private static final Duration ADMIN_CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration WATCH_CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int ADMIN_TIMEOUT_MS = 15_000;
    /** A topic that stays away for so many looks is made again. */
    private static final int LOOKS_FOR_MISSING = 10;

    private final RouterConfig config;
    private final MeterRegistry registry;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Admin admin;
    private @Nullable Thread watch;
    private volatile @Nullable Upkeep upkeep;

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
        if (upkeep != null || isClosed()) {
            throw new IllegalStateException("a router is started once");
        }
        try {
            Admin admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers(),
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS));
            this.admin = admin;
            Upkeep upkeep = new Upkeep(
                    config,
                    new RouterTopics(admin, config),
                    new LatestMetrics(registry),
                    new UpkeepMeters(registry),
                    System::nanoTime,
                    config.watchInterval().multipliedBy(LOOKS_FOR_MISSING));
            this.upkeep = upkeep;
            upkeep.begin();
            watch = Thread.ofPlatform().daemon().name("router-watch").start(() -> watch(upkeep));
        } catch (KafkaException e) {
            close();
            throw new RouterException(
                    "the router cannot prepare its topics at " + config.bootstrapServers() + ": " + e.getMessage(), e);
        }
        Gauge.builder("firstlight.router.ready", this, router -> router.isReady() ? 1 : 0)
                .description("1 while the router keeps the state")
                .register(registry);
        Gauge.builder("firstlight.router.lag", this, RouterService::lag)
                .description("Records that the slowest partition is behind")
                .register(registry);
    }

    /** Whether it keeps the state now. */
    public boolean isReady() {
        return state() == RouterState.RUNNING;
    }

    /** What it is doing. */
    public RouterState state() {
        if (isClosed()) {
            return RouterState.STOPPED;
        }
        RouterRun run = run();
        return run == null ? RouterState.STARTING : run.state();
    }

    /** Records that the slowest partition is behind; 0 before the first fetch. */
    public double lag() {
        RouterRun run = run();
        return run == null ? 0 : run.lag();
    }

    /** Commits, leaves the group, and stops; at most some seconds. Calling it again does nothing. */
    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        closing.countDown();
        stopWatching();
        RouterRun run = run();
        if (run != null) {
            run.close();
        }
        if (admin != null) {
            admin.close(ADMIN_CLOSE_LIMIT);
        }
    }

    private void stopWatching() {
        if (watch == null) {
            return;
        }
        watch.interrupt();
        try {
            if (!watch.join(WATCH_CLOSE_LIMIT)) {
                log.warn("the watch over the topics did not end within {}", WATCH_CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Upkeep upkeep) {
        try {
            while (!closing.await(config.watchInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                look(upkeep);
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("the watch over the topics was ended", e);
        }
    }

    /** A fault of the watch must not end it: what runs goes on, and the next look may do better. */
    private static void look(Upkeep upkeep) throws InterruptedException {
        try {
            upkeep.step();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("the topics could not be looked at, or the router not begun anew", e);
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private @Nullable RouterRun run() {
        Upkeep known = upkeep;
        return known == null ? null : known.run();
    }
}
