package io.firstlight.auth.database;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Brings a schema of the database up to date by numbered scripts; what ran is remembered in the schema's table {@code migrations}. Several
 * processes may do so at once: they take turns on an advisory lock, because creating the schema itself is outside Flyway's own lock.
 */
public final class SchemaMigration {

    private SchemaMigration() {}

    /**
     * Runs the scripts that have not run.
     *
     * @param schema the schema, made if it lacks
     * @param owner a class beside whose package the scripts can be loaded
     * @param location where they are on the class path, such as {@code io/firstlight/auth/migration}
     * @throws SQLException if the database does not answer
     * @throws org.flywaydb.core.api.FlywayException if a script fails, or the schema is not one of ours
     */
    public static void run(DataSource dataSource, String schema, Class<?> owner, String location) throws SQLException {
        try (Connection turn = dataSource.getConnection()) {
            call(turn, "select pg_advisory_lock(hashtext(?))", schema);
            try {
                Flyway.configure(owner.getClassLoader())
                        .dataSource(dataSource)
                        .locations("classpath:" + location)
                        .schemas(schema)
                        .defaultSchema(schema)
                        .table("migrations")
                        .load()
                        .migrate();
            } finally {
                call(turn, "select pg_advisory_unlock(hashtext(?))", schema);
            }
        }
    }

    private static void call(Connection connection, String sql, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "firstlight." + schema + ".migrations");
            statement.execute();
        }
    }
}
