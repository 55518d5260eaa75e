package io.firstlight.archive.sink;

import io.firstlight.archive.schema.ArchiveSchema;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Owns the sink's thread: brings the tables up to date, connects to Kafka, steps the core until {@link #close}. What the core does not
 * survive makes a new one after a while; nothing ends the thread but close. All methods may be called by any thread.
 */
public final class SinkDriver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SinkDriver.class);
    private static final Duration POLL_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

    private final SinkConfig config;
    private final DataSource dataSource;
    private final Clock clock;
    private final SinkMeters meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable SinkCore core;
    private volatile SinkState state = new SinkState.Starting();

    /**
     * Opens nothing yet.
     *
     * @param dataSource a pool as {@link io.firstlight.archive.store.BatchStore} wants it, of as many connections as {@link ArchiveSchema#CONNECTIONS}
     */
    public SinkDriver(SinkConfig config, DataSource dataSource, Clock clock, MeterRegistry registry) {
        this.config = config;
        this.dataSource = dataSource;
        this.clock = clock;
        this.meters = new SinkMeters(registry);
        this.thread = new Thread(this::run, "archive-sink");
        // Should it hang in the network at the end, the process can end all the same: nothing is lost by that.
        this.thread.setDaemon(true);
    }

    /** Starts the thread and returns; {@link #state} tells how it goes. Once only. */
    public void start() {
        thread.start();
    }

    /** How the sink is. */
    public SinkState state() {
        SinkCore current = core;
        return current == null ? state : current.state();
    }

    /** Ends the thread, within a few seconds. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        SinkCore current = core;
        if (current != null) {
            current.wakeup();
        } else {
            // Still connecting, perhaps to somebody who is not there.
            thread.interrupt();
        }
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                log.warn("the sink's thread does not end; it is left behind");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = new Backoff(RandomGenerator.getDefault());
        try {
            while (isOpen()) {
                try {
                    ArchiveSchema.migrate(dataSource);
                    work(backoff);
                } catch (WakeupException e) {
                    log.debug("woken to close", e);
                } catch (SQLException | FlywayException e) {
                    pause("postgresql", "PostgreSQL: " + e.getMessage(), e, backoff);
                } catch (KafkaException e) {
                    pause("kafka", "Kafka: " + e.getMessage(), e, backoff);
                } catch (RuntimeException e) {
                    pause("sink", "the sink failed: " + e, e, backoff);
                }
            }
        } catch (InterruptedException e) {
            log.debug("interrupted while closing", e);
        } finally {
            state = new SinkState.Stopped();
        }
    }

    private void work(Backoff backoff) throws InterruptedException {
        try (SinkSession session = SinkSession.open(config, dataSource, clock, meters)) {
            core = session.core();
            while (isOpen()) {
                session.core().step(POLL_WAIT);
                if (session.core().state() instanceof SinkState.Running) {
                    backoff.reset();
                }
            }
        } finally {
            core = null;
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void pause(String of, String reason, Exception failure, Backoff backoff) throws InterruptedException {
        meters.failed(of);
        if (state instanceof SinkState.Degraded earlier) {
            log.debug("still not: {}", reason, failure);
            state = new SinkState.Degraded(reason, earlier.since());
        } else {
            log.warn("cannot start, will go on trying: {}", reason, failure);
            state = new SinkState.Degraded(reason, clock.instant());
        }
        if (closing.await(backoff.nextDelayMs(), TimeUnit.MILLISECONDS)) {
            log.debug("closed while waiting");
        }
    }
}
