package io.firstlight.auth.database;

import io.firstlight.auth.AuthException;
import org.flywaydb.core.api.FlywayException;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The tables of schema {@code auth}, made and changed by the numbered scripts in {@code io/firstlight/auth/migration}; what ran is
 * remembered in {@code auth.migrations}.
 */
public final class AuthSchema {

    private static final String SCHEMA = "auth";

    private AuthSchema() {}

    /**
     * Runs the scripts that have not run. Several processes may do so at once: they take turns on an advisory lock, because creating the
     * schema itself is outside Flyway's own lock.
     *
     * @throws AuthException if the database does not answer, or its schema is not one of ours
     */
    public static void migrate(DataSource dataSource) {
        try {
            SchemaMigration.run(dataSource, SCHEMA, AuthSchema.class, "io/firstlight/auth/migration");
        } catch (SQLException e) {
            throw new AuthException(
                    "the database of users cannot be used: " + deepest(e).getMessage(), e);
        } catch (FlywayException e) {
            throw new AuthException("cannot bring the tables of schema auth up to date: " + e.getMessage(), e);
        }
    }

    /** What PostgreSQL or the network said: pool and migration tool wrap it in words about themselves. */
    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
