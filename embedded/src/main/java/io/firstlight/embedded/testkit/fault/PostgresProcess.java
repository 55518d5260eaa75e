package io.firstlight.embedded.testkit.fault;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig;
import io.firstlight.embedded.testkit.TestPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A real PostgreSQL that syncs its commits, always on the same port. A signal goes to the server and all the processes that it has
 * forked, so that killing is the crash of a machine, and stopping stops every connection.
 *
 * <p>Owned by one thread; only closing may happen on another.
 */
public final class PostgresProcess implements Victim, AutoCloseable {

    private final EmbeddedPostgreSqlConfig config;
    private EmbeddedPostgreSql server;
    /** The server's first process; its handle knows it from a later one with the same number. */
    private ProcessHandle postmaster;

    private PostgresProcess(EmbeddedPostgreSqlConfig config, EmbeddedPostgreSql server) {
        this.config = config;
        this.server = server;
        this.postmaster = postmaster(config);
    }

    /** Starts a server and returns when it answers. */
    public static PostgresProcess start(Path data, Path programs) {
        EmbeddedPostgreSqlConfig config = EmbeddedPostgreSqlConfig.of(data, programs, LoopbackPort.free());
        PostgresProcess process = new PostgresProcess(config, EmbeddedPostgreSql.start(config));
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "end-postgres"));
        return process;
    }

    /** Where it is. */
    public TestPostgres.Database database() {
        return new TestPostgres.Database(server.jdbcUrl(), server.user(), server.password());
    }

    @Override
    public String name() {
        return "postgres";
    }

    private static ProcessHandle postmaster(EmbeddedPostgreSqlConfig config) {
        Path pidFile = config.directory().resolve("cluster/postmaster.pid");
        try {
            return ProcessHandle.of(Long.parseLong(
                            Files.readAllLines(pidFile).getFirst().strip()))
                    .orElseThrow(() -> new IllegalStateException(pidFile + " names no living process"));
        } catch (IOException e) {
            throw new UncheckedIOException("no process id in " + pidFile, e);
        }
    }

    @Override
    public void kill() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        Signals.kill(all);
    }

    /** The server first, so that it forks nothing more while the others get their signal. */
    @Override
    public void freeze() {
        Signals.send("STOP", Stream.of(postmaster));
        Signals.send("STOP", postmaster.descendants());
    }

    @Override
    public void thaw() {
        Signals.send("CONT", Stream.concat(postmaster.descendants(), Stream.of(postmaster)));
    }

    /** Returns when it answers: recovery is part of its start. */
    @Override
    public void startAgain() {
        server.close();
        server = EmbeddedPostgreSql.start(config);
        postmaster = postmaster(config);
    }

    @Override
    public boolean serves() {
        Properties properties = new Properties();
        properties.put("user", server.user());
        properties.put("password", server.password());
        properties.put("loginTimeout", "1");
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), properties)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Stops it, also while it stands still. Idempotent. */
    @Override
    public synchronized void close() {
        thaw();
        server.close();
    }
}
