package io.firstlight.ingest.relay;

import io.firstlight.ingest.IngestConfig;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Brings what services add to an outbox ({@link OutboxTable}) to Kafka, as {@code OutboxRun} says: what is committed arrives, in its order,
 * whoever crashes; what is rolled back never does.
 *
 * <p>Any number of relays may be started on one outbox: one works, which has the advisory lock on the table, the others stand by and take
 * over within {@link RelayConfig#poll} when its connection ends. It is told of commits by PostgreSQL (LISTEN), and looks for itself as often as
 * that.
 *
 * <p>Neither the database nor Kafka need be there at the start. When one of them goes away, the relay logs it once and tries again, at first after
 * 100 ms, then less often, up to every 5 s. It owns a thread; {@link #close} may be called from any.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private static final long FIRST_DELAY_MS = 100;
    private static final long LONGEST_DELAY_MS = 5_000;
    private static final int NETWORK_TIMEOUT_MS = 60_000;
    private static final Duration JOIN = Duration.ofSeconds(8);

    /** How long a record may wait for Kafka: an outage is to end before it, as nothing is given up then. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofHours(1);

    private final Database database;
    private final Supplier<RelayLog> logs;
    private final RelayConfig config;
    private final OutboxRun.Settings settings;
    private final RelayMeters meters;
    private final LongSupplier monotonicMs;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "firstlight-outbox-relay");
    private volatile boolean standsBy;
    // The thread's own.
    private int failures;

    /** Opens a connection that belongs to the relay alone: not one of a pool, as the lock and the listening stay with it. */
    public interface Database {

        /** A new connection; the relay closes it. */
        Connection connect() throws SQLException;
    }

    /**
     * A relay that is not started.
     *
     * @param ingest where Kafka is and under which name the relay writes; how long records wait there is the relay's own affair
     * @param registry where it counts
     */
    public OutboxRelay(
            RelayConfig config, IngestConfig ingest, Database database, MeterRegistry registry, InstantSource clock) {
        this(
                config,
                new OutboxRun.Settings(ingest.maxValueBytes(), ingest.producerName(), config.batchRows()),
                database,
                logsOf(ingest, registry, clock),
                new RelayMeters(registry),
                () -> System.nanoTime() / 1_000_000);
    }

    OutboxRelay(
            RelayConfig config,
            OutboxRun.Settings settings,
            Database database,
            Supplier<RelayLog> logs,
            RelayMeters meters,
            LongSupplier monotonicMs) {
        this.config = config;
        this.settings = settings;
        this.database = database;
        this.logs = logs;
        this.meters = meters;
        this.monotonicMs = monotonicMs;
        thread.setDaemon(true);
    }

    private static Supplier<RelayLog> logsOf(IngestConfig ingest, MeterRegistry registry, InstantSource clock) {
        IngestConfig patient = ingest.withDeliveryTimeout(DELIVERY_TIMEOUT);
        return () -> new KafkaRelayLog(patient, registry, clock);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Whether this relay has the outbox: false while it stands by, or while database or Kafka is away. */
    public boolean isWorking() {
        return meters.isWorking();
    }

    /** Whether it works or stands by; false while database or Kafka is away. */
    public boolean isReady() {
        return isWorking() || standsBy;
    }

    private void run() {
        try {
            while (isOpen()) {
                runOnce();
                if (closed.await(delayMs(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        try (Connection connection = database.connect()) {
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MS);
            relay(new OutboxDatabase(connection));
        } catch (SQLException e) {
            failed("the database is away, or has no outbox (its statements: firstlight relay --print-ddl)", e);
        } catch (KafkaException | RelayFailure e) {
            failed("Kafka is away", e);
        } catch (RuntimeException e) {
            log.error("the relay failed; it begins anew", e);
            failures++;
        }
    }

    private void relay(OutboxDatabase outbox) throws SQLException, InterruptedException {
        outbox.listen();
        if (!lock(outbox)) {
            return;
        }
        try (RelayLog relayLog = logs.get()) {
            OutboxRun run = new OutboxRun(outbox, relayLog, settings, meters, this::isOpen, monotonicMs);
            run.recover();
            meters.working(true);
            log.info(failures == 0 ? "the outbox is relayed" : "the outbox is relayed again");
            failures = 0;
            while (isOpen()) {
                if (!run.step()) {
                    outbox.awaitCommit(config.poll().toMillis());
                }
            }
        } finally {
            meters.working(false);
        }
    }

    private boolean lock(OutboxDatabase outbox) throws SQLException, InterruptedException {
        try {
            while (isOpen()) {
                if (outbox.tryLock()) {
                    return true;
                }
                if (!standsBy) {
                    standsBy = true;
                    failures = 0;
                    log.info("another relay has the outbox; this one stands by");
                }
                if (closed.await(config.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return false;
        } finally {
            standsBy = false;
        }
    }

    private void failed(String what, Exception e) {
        meters.failed();
        if (isOpen() && failures++ == 0) {
            log.warn("{}; it is tried again: {}", what, e.toString());
        }
    }

    private long delayMs() {
        return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(Math.max(failures - 1, 0), 10));
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    /**
     * Ends it, some seconds at most: what is on its way is given the producer's closing time; what Kafka has and the table still holds is found
     * by the next run. Idempotent.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (thread.isAlive() && !thread.join(JOIN)) {
                log.warn("the relay has not ended within {} s", JOIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
