package io.firstlight.webedge.command.claim;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The tables of schema {@code command}, made and changed by the numbered scripts in {@code io/firstlight/webedge/command/migration}; what ran
 * is remembered in {@code command.migrations}.
 */
public final class ClaimSchema {

    private static final String SCHEMA = "command";

    private ClaimSchema() {}

    /**
     * Runs the scripts that have not run. Several edges may do so at once: they take turns on an advisory lock, because creating the schema
     * itself is outside Flyway's own lock.
     *
     * @throws ClaimsUnavailable if the database does not answer, or its schema is not one of ours
     */
    public static void migrate(DataSource database) {
        try (Connection turn = database.getConnection()) {
            call(turn, "select pg_advisory_lock(hashtext('firstlight.command.migrations'))");
            try {
                Flyway.configure(ClaimSchema.class.getClassLoader())
                        .dataSource(database)
                        .locations("classpath:io/firstlight/webedge/command/migration")
                        .schemas(SCHEMA)
                        .defaultSchema(SCHEMA)
                        .table("migrations")
                        .load()
                        .migrate();
            } finally {
                call(turn, "select pg_advisory_unlock(hashtext('firstlight.command.migrations'))");
            }
        } catch (SQLException | FlywayException e) {
            throw new ClaimsUnavailable("cannot bring the tables of schema command up to date", e);
        }
    }

    private static void call(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
