package io.firstlight.embedded.testkit;

import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig.Durability;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One real PostgreSQL for all tests of a JVM, without fsync, and as many empty databases in it as they ask for. Thread-safe.
 */
public final class TestPostgres {

    private static final String PLACE = "firstlight-test-postgres-";

    private final EmbeddedPostgreSql server;
    private final AtomicLong databases = new AtomicLong();

    private TestPostgres(EmbeddedPostgreSql server) {
        this.server = server;
    }

    /**
     * A new, empty database.
     *
     * @param jdbcUrl its URL, without user and password
     * @param user a superuser
     */
    public record Database(String jdbcUrl, String user, String password) {

        /** A new connection; the caller closes it. */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }

        @Override
        public String toString() {
            return "Database[" + jdbcUrl + "]";
        }
    }

    /** The server of this JVM, started by the first call. */
    public static TestPostgres shared() {
        return Shared.POSTGRES;
    }

    private static final class Shared {
        private static final TestPostgres POSTGRES = start();
    }

    /** Creates a database that nobody else uses. */
    public Database freshDatabase() {
        String name = "test" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("the test database " + name + " could not be created", e);
        }
        return new Database(server.url(name), server.user(), server.password());
    }

    private static TestPostgres start() {
        ServerPlace.deleteLeftBehind(PLACE, data -> EmbeddedPostgreSql.stopOrphan(config(data)));
        ServerPlace place = ServerPlace.create(PLACE);
        EmbeddedPostgreSql server = EmbeddedPostgreSql.start(config(place.data()));
        place.closeAndDeleteAtExit(server);
        return new TestPostgres(server);
    }

    private static EmbeddedPostgreSqlConfig config(Path data) {
        return new EmbeddedPostgreSqlConfig(
                data,
                SharedPrograms.directory(),
                0,
                Durability.THROWAWAY,
                EmbeddedPostgreSqlConfig.DEFAULT_START_TIMEOUT,
                EmbeddedPostgreSqlConfig.DEFAULT_CLOSE_TIMEOUT);
    }
}
