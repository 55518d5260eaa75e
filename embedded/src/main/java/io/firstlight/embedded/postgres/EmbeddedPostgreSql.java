package io.firstlight.embedded.postgres;

import io.firstlight.embedded.DirectoryLock;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.StartupFailure.Reason;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig.Durability;
import io.firstlight.embedded.postgres.Programs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real PostgreSQL 18 as a child process, listening on 127.0.0.1 only (no Unix socket), with one superuser whose generated
 * password is kept in the data directory. Its data outlives it. With {@link Durability#SYNCED} a commit survives {@code kill
 * -9} and a power cut.
 *
 * <p>If this process is killed, the server stays behind; the next start on the same directory stops it first. It is in a
 * session of its own, so Ctrl-C on the terminal does not reach it before its clients are closed.
 *
 * <p>An instance is a running server, until {@link #close}. Thread-safe.
 */
public final class EmbeddedPostgreSql implements AutoCloseable {

    /** The one user, a superuser. */
    public static final String USER = Cluster.USER;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgreSql.class);
    private static final String DATABASE = "firstlight";
    private static final int FREE_PORT_ATTEMPTS = 3;

    private final EmbeddedPostgreSqlConfig config;
    private final DirectoryLock lock;
    private final Cluster cluster;
    private final Programs programs;
    private final int port;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgreSql(
            EmbeddedPostgreSqlConfig config, DirectoryLock lock, Cluster cluster, Programs programs, int port) {
        this.config = config;
        this.lock = lock;
        this.cluster = cluster;
        this.programs = programs;
        this.port = port;
        this.password = cluster.password();
    }

    /**
     * Starts a server and returns when it answers.
     *
     * @throws StartupFailure if it cannot start; the data is then as it was
     */
    public static EmbeddedPostgreSql start(EmbeddedPostgreSqlConfig config) {
        Cluster cluster = new Cluster(config.directory());
        cluster.inspect();
        Programs programs = Programs.of(Binaries.unpackedIn(config.binaries()));
        DirectoryLock lock = cluster.lock();
        boolean running = false;
        try {
            cluster.initialiseIfEmpty(programs, config.durability(), config.startTimeout());
            Orphan.clear(config.directory(), cluster, programs, config.closeTimeout());
            EmbeddedPostgreSql server = launch(config, lock, cluster, programs);
            running = true;
            return server;
        } finally {
            if (!running) {
                lock.close();
            }
        }
    }

    /**
     * Stops the server that a killed process left behind on the configured directory; without one, does nothing.
     *
     * @throws StartupFailure {@code DATA_LOCKED} if the process that started it lives
     */
    public static void stopOrphan(EmbeddedPostgreSqlConfig config) {
        Cluster cluster = new Cluster(config.directory());
        DirectoryLock lock = cluster.lock();
        try {
            Programs programs = Programs.of(Binaries.unpackedIn(config.binaries()));
            Orphan.clear(config.directory(), cluster, programs, config.closeTimeout());
        } finally {
            lock.close();
        }
    }

    private static EmbeddedPostgreSql launch(
            EmbeddedPostgreSqlConfig config, DirectoryLock lock, Cluster cluster, Programs programs) {
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.claim(config.port(), "PostgreSQL");
            EmbeddedPostgreSql server = new EmbeddedPostgreSql(config, lock, cluster, programs, port);
            try {
                server.launch();
                return server;
            } catch (StartupFailure failure) {
                // Somebody was faster between choosing a free port and listening on it: choose again.
                boolean again = failure.reason() == Reason.PORT_TAKEN && config.port() == 0;
                if (!again || attempt == FREE_PORT_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    private void launch() {
        boolean answered = false;
        try {
            if (Files.exists(cluster.logFile())) {
                Files.move(
                        cluster.logFile(),
                        cluster.logFile().resolveSibling("server.log.1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Outcome outcome = programs.run(
                    config.startTimeout().plusSeconds(2),
                    "pg_ctl",
                    "start",
                    "--pgdata=" + cluster.path(),
                    "--log=" + cluster.logFile(),
                    "--wait",
                    "--timeout=" + config.startTimeout().toSeconds(),
                    "--options=" + options());
            if (outcome.output().contains("server did not start in time")) {
                throw StartupFailure.timedOut("PostgreSQL", config.startTimeout(), null);
            }
            if (!outcome.succeeded()) {
                String said = ServerLog.read(cluster.logFile());
                throw ServerLog.translate(config.directory(), port, "pg_ctl", said.isBlank() ? outcome.output() : said);
            }
            createDatabase();
            answered = true;
            LOG.info("PostgreSQL serves on {}:{}, data in {}", LoopbackPort.HOST, port, config.directory());
        } catch (IOException e) {
            throw StartupFailure.unwritable(config.directory(), e);
        } catch (SQLException e) {
            throw StartupFailure.serverFailed("PostgreSQL", String.valueOf(e.getMessage()), e);
        } finally {
            if (!answered) {
                stop();
            }
        }
    }

    private String options() {
        StringJoiner options = new StringJoiner(" ");
        ServerSettings.of(port, config.durability()).forEach((name, value) -> options.add("-c " + name + "=" + value));
        return options.toString();
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), user(), password);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                try (Statement create = connection.createStatement()) {
                    create.execute("CREATE DATABASE " + DATABASE);
                }
            }
        }
    }

    /** The JDBC URL of the database {@code firstlight}, without user and password. */
    public String jdbcUrl() {
        return url(DATABASE);
    }

    /** The JDBC URL of another database of this server, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://" + LoopbackPort.HOST + ":" + port + "/" + database;
    }

    /** The one user, a superuser. */
    public String user() {
        return USER;
    }

    /** The user's password, generated when the data was first made. */
    public String password() {
        return password;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Disconnects clients, stops the server, and returns when it has ended or the time is up. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                stop();
            } finally {
                lock.close();
            }
        }
    }

    /** A thread that is interrupted, as in a hurried shutdown, still stops its server; it is bounded in time anyway. */
    private void stop() {
        boolean interrupted = Thread.interrupted();
        try {
            Shutdown.of(cluster, programs).stop(config.closeTimeout());
        } catch (IOException | StartupFailure e) {
            LOG.warn("PostgreSQL on {} could not be told to stop", config.directory(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
