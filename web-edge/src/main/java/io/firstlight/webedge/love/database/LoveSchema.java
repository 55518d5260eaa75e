package io.firstlight.webedge.love.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The tables of schema {@code love}, and what they hold at first, by the numbered scripts in {@code io/firstlight/webedge/love/migration};
 * what ran is remembered in {@code love.migrations}.
 */
public final class LoveSchema {

    private static final String SCHEMA = "love";

    private LoveSchema() {}

    /**
     * Runs the scripts that have not run. Edges that start at once take turns on an advisory lock, because creating the schema itself is
     * outside Flyway's own lock.
     *
     * @throws LoveDatabaseException if the database does not answer, or its schema is not one of ours
     */
    public static void migrate(DataSource dataSource) {
        try (Connection turn = dataSource.getConnection()) {
            call(turn, "select pg_advisory_lock(hashtext('firstlight.love.migrations'))");
            try {
                Flyway.configure(LoveSchema.class.getClassLoader())
                        .dataSource(dataSource)
                        .locations("classpath:io/firstlight/webedge/love/migration")
                        .schemas(SCHEMA)
                        .defaultSchema(SCHEMA)
                        .table("migrations")
                        .load()
                        .migrate();
            } finally {
                call(turn, "select pg_advisory_unlock(hashtext('firstlight.love.migrations'))");
            }
        } catch (SQLException e) {
            throw new LoveDatabaseException("the database of LOVE's settings cannot be used: " + e.getMessage(), e);
        } catch (FlywayException e) {
            throw new LoveDatabaseException("cannot bring the tables of schema love up to date: " + e.getMessage(), e);
        }
    }

    private static void call(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
