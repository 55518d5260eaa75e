package io.firstlight.archive.schema;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Brings the tables of schema {@code archive} to this program's version. Thread-safe. */
public final class ArchiveSchema {

    /** Connections that {@link #migrate} needs at once: one for the lock, up to three that Flyway opens. A smaller pool times out. */
    public static final int CONNECTIONS = 4;

    /** Serialises migrations of several services; any number that nobody else locks in this database. */
    private static final long MIGRATION_LOCK = 0x66_6c_61_72_63_68L;

    private static final String SCHEMA = "archive";
    private static final String HISTORY_TABLE = "schema_history";

    private ArchiveSchema() {}

    /**
     * Creates or migrates the tables; returns at once if they are of this version. Services may do so at the same time: one works, the
     * others wait.
     *
     * @param dataSource a pool of {@value #CONNECTIONS} connections or more, or none
     * @throws SQLException if the database does not answer
     * @throws FlywayException if a migration fails, or the tables are of a version that this program does not know
     */
    public static void migrate(DataSource dataSource) throws SQLException {
        // Flyway locks its history table, but CREATE SCHEMA comes before that and collides on an empty database.
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + MIGRATION_LOCK + ")");
            try {
                flyway(dataSource).migrate();
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + MIGRATION_LOCK + ")");
            }
        }
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .createSchemas(true)
                .table(HISTORY_TABLE)
                .locations("classpath:db/archive")
                .load();
    }
}
