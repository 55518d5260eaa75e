package io.firstlight.webedge.love.database;

import io.firstlight.auth.database.SchemaMigration;
import org.flywaydb.core.api.FlywayException;

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
        try {
            SchemaMigration.run(dataSource, SCHEMA, LoveSchema.class, "io/firstlight/webedge/love/migration");
        } catch (SQLException e) {
            throw new LoveDatabaseException("the database of LOVE's settings cannot be used: " + e.getMessage(), e);
        } catch (FlywayException e) {
            throw new LoveDatabaseException("cannot bring the tables of schema love up to date: " + e.getMessage(), e);
        }
    }
}
