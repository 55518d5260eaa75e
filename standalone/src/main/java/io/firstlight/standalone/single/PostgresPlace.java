package io.firstlight.standalone.single;

import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig.Durability;
import io.firstlight.standalone.command.PostgresAccess;
import io.firstlight.standalone.command.PostgresAddress;

import java.nio.file.Path;
import java.time.Duration;

/** The database to use: one of our own, or one that runs already and is none of ours to stop. */
sealed interface PostgresPlace extends AutoCloseable {

    /** Within this the server stops in order; what it leaves is recovered at the next start. */
    Duration CLOSE_WITHIN = Duration.ofMillis(3_500);

    /** Where clients connect, and as whom. */
    PostgresAddress address();

    @Override
    void close();

    /** A child process of this one. */
    record Embedded(EmbeddedPostgreSql server) implements PostgresPlace {
        @Override
        public PostgresAddress address() {
            return new PostgresAddress(server.jdbcUrl(), server.user(), server.password());
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Somewhere else. */
    record Running(PostgresAddress address) implements PostgresPlace {
        @Override
        public void close() {
            // It was there before us and stays.
        }
    }

    /** Starts a server. */
    static PostgresPlace embedded(Path directory, Path programs) {
        return new Embedded(EmbeddedPostgreSql.start(new EmbeddedPostgreSqlConfig(
                directory,
                programs,
                0,
                Durability.SYNCED,
                EmbeddedPostgreSqlConfig.DEFAULT_START_TIMEOUT,
                Duration.ofSeconds(3))));
    }

    /** Checks that a running one lets us in. */
    static PostgresPlace running(PostgresAddress address) {
        PostgresAccess.check(address);
        return new Running(address);
    }
}
