package io.firstlight.embedded.postgres;

import io.firstlight.embedded.LoopbackPort;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How one embedded PostgreSQL runs.
 *
 * @param directory where its data is kept; created when absent, initialised when empty, else used as it is
 * @param binaries where the server's programs are unpacked, about 60 MB, and found again at the next start; may be shared
 * @param port port on 127.0.0.1; 0 takes a free one; may differ from the port of the last start
 * @param durability whether a commit reaches the disk before it is acknowledged
 * @param startTimeout bound of a start, recovery after a crash included; default 60 s
 * @param closeTimeout bound of a stop; default 8 s
 */
public record EmbeddedPostgreSqlConfig(
        Path directory, Path binaries, int port, Durability durability, Duration startTimeout, Duration closeTimeout) {

    /** Default bound of a start. */
    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

    /** Default bound of a stop. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(8);

    /** What a commit promises. */
    public enum Durability {
        /** The commit is on the disk: it survives a power cut. */
        SYNCED,
        /** Nothing is ever synced: for data that is thrown away, as in tests. */
        THROWAWAY
    }

    public EmbeddedPostgreSqlConfig {
        directory = directory.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        LoopbackPort.requireValid(port, "port");
        // pg_ctl counts in whole seconds.
        if (startTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("startTimeout must be at least 1 s but is " + startTimeout);
        }
        if (closeTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("closeTimeout must be at least 1 s but is " + closeTimeout);
        }
    }

    /** The defaults, durable, on a port. */
    public static EmbeddedPostgreSqlConfig of(Path directory, Path binaries, int port) {
        return new EmbeddedPostgreSqlConfig(
                directory, binaries, port, Durability.SYNCED, DEFAULT_START_TIMEOUT, DEFAULT_CLOSE_TIMEOUT);
    }
}
