package io.firstlight.router;

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
 * Keeps one application's topology at work: prepares the topics, begins the topology anew when the layout of the topics changes, stops it in
 * order. {@link #start} and {@link #close} are called by one thread, once each; the rest may be called by any. The thread
 * {@code <name>-watch}, a daemon, looks at the topics.
 */
final class TopologyRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopologyRunner.class);
    private static final Duration ADMIN_CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration WATCH_CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int ADMIN_TIMEOUT_MS = 15_000;
    /** A topic that stays away for so many looks is made again. */
    private static final int LOOKS_FOR_MISSING = 10;

    private final Application application;
    private final MeterRegistry registry;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Admin admin;
    private @Nullable Thread watch;
    private volatile @Nullable Upkeep upkeep;

    /** A runner that publishes the meters of its upkeep in the registry. */
    TopologyRunner(Application application, MeterRegistry registry) {
        this.application = application;
        this.registry = registry;
    }

    /**
     * Makes the topics that lack and starts the threads; returns before the topology is {@link #isReady ready}.
     *
     * @throws RouterException if the cluster does not answer or refuses
     */
    void start() throws InterruptedException {
        if (upkeep != null || isClosed()) {
            throw new IllegalStateException("a " + application.name() + " is started once");
        }
        try {
            Admin admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, application.bootstrapServers(),
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS));
            this.admin = admin;
            Upkeep upkeep = new Upkeep(
                    application,
                    new RouterTopics(admin, application),
                    new UpkeepMeters(application.name(), registry),
                    System::nanoTime,
                    application.watchInterval().multipliedBy(LOOKS_FOR_MISSING));
            this.upkeep = upkeep;
            upkeep.begin();
            watch = Thread.ofPlatform()
                    .daemon()
                    .name(application.name() + "-watch")
                    .start(() -> watch(upkeep));
        } catch (KafkaException e) {
            close();
            throw new RouterException(
                    "the " + application.name() + " cannot prepare its topics at " + application.bootstrapServers()
                            + ": " + e.getMessage(),
                    e);
        }
        Gauge.builder("firstlight." + application.name() + ".ready", this, runner -> runner.isReady() ? 1 : 0)
                .description("1 while it works")
                .register(registry);
        Gauge.builder("firstlight." + application.name() + ".lag", this, TopologyRunner::lag)
                .description("Records that the slowest partition is behind")
                .register(registry);
    }

    /** Whether it works now. */
    boolean isReady() {
        return state() == RouterState.RUNNING;
    }

    /** What it is doing. */
    RouterState state() {
        if (isClosed()) {
            return RouterState.STOPPED;
        }
        RouterRun run = run();
        return run == null ? RouterState.STARTING : run.state();
    }

    /** Records that the slowest partition is behind; 0 before the first fetch. */
    double lag() {
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
            while (!closing.await(application.watchInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                look(upkeep);
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("the watch over the topics was ended", e);
        }
    }

    /** A fault of the watch must not end it: what runs goes on, and the next look may do better. */
    private void look(Upkeep upkeep) throws InterruptedException {
        try {
            upkeep.step();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("the topics could not be looked at, or the {} not begun anew", application.name(), e);
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
