package io.firstlight.webedge.command.claim;

import io.firstlight.auth.database.SchemaMigration;
import org.flywaydb.core.api.FlywayException;

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
        try {
            SchemaMigration.run(database, SCHEMA, ClaimSchema.class, "io/firstlight/webedge/command/migration");
        } catch (SQLException | FlywayException e) {
            throw new ClaimsUnavailable("cannot bring the tables of schema command up to date", e);
        }
    }
}
