package io.firstlight.archive;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.schema.ArchiveSchema;
import io.firstlight.archive.sink.SinkDriver;
import io.firstlight.archive.sink.SinkState;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;

/**
 * The archive's writing side, put together: a small pool of connections and the sink. It starts and stays up whether or not Kafka and
 * PostgreSQL are there; {@link #state} tells. Any number of processes may run one against the same database. Thread-safe.
 */
public final class ArchiveService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ArchiveService.class);
    private static final int CONNECTIONS = ArchiveSchema.CONNECTIONS;
    private static final long CONNECTION_TIMEOUT_MS = 5_000;

    private final ArchiveConfig config;
    private final Clock clock;
    private final MeterRegistry registry;
    private @Nullable HikariDataSource pool; // guarded by this
    // Written under the lock; read without it, so that a health page need not wait for a close.
    private volatile @Nullable SinkDriver driver;
    private volatile boolean closed;

    /** Opens nothing yet. */
    public ArchiveService(ArchiveConfig config, Clock clock, MeterRegistry registry) {
        this.config = config;
        this.clock = clock;
        this.registry = registry;
    }

    /** Starts the sink and returns at once. */
    public synchronized void start() {
        if (driver != null || closed) {
            throw new IllegalStateException("the archive was started before");
        }
        HikariDataSource connections = new HikariDataSource(poolConfig());
        pool = connections;
        SinkDriver sink = new SinkDriver(config.sink(), connections, clock, registry);
        driver = sink;
        sink.start();
        log.info("archive of {} into {}", config.sink().topicNames(), config.database());
    }

    /** How the sink is. */
    public SinkState state() {
        if (closed) {
            return new SinkState.Stopped();
        }
        SinkDriver running = driver;
        return running == null ? new SinkState.Starting() : running.state();
    }

    /** Stops the sink, then closes the pool; takes 10 s at most. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        SinkDriver running = driver;
        if (running != null) {
            running.close();
        }
        if (pool != null) {
            pool.close();
        }
        log.info("archive stopped");
    }

    private HikariConfig poolConfig() {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("archive-sink");
        hikari.setJdbcUrl(config.database().url());
        hikari.setUsername(config.database().user());
        hikari.setPassword(config.database().password());
        hikari.setMaximumPoolSize(CONNECTIONS);
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        // No connection yet is no reason not to start.
        hikari.setInitializationFailTimeout(-1);
        hikari.addDataSourceProperty("ApplicationName", "firstlight-archive");
        hikari.addDataSourceProperty("connectTimeout", "5");
        // A server that vanished without a word must not hold the sink for ever.
        hikari.addDataSourceProperty("socketTimeout", "120");
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        // Should this process hang in a transaction, its row locks must not hold up its successor for ever.
        hikari.setConnectionInitSql("SET idle_in_transaction_session_timeout = '60s'");
        return hikari;
    }
}
