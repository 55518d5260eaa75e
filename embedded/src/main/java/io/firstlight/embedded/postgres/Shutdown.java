package io.firstlight.embedded.postgres;

import io.firstlight.embedded.postgres.Programs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;

/**
 * Stops the server of a cluster: "fast" (clients are disconnected, a last checkpoint is made), and when that takes too long
 * "immediate" (as in a crash; the next start recovers). Nothing committed is lost either way.
 */
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(3);

    private final Cluster cluster;
    private final Programs programs;

    private Shutdown(Cluster cluster, Programs programs) {
        this.cluster = cluster;
        this.programs = programs;
    }

    static Shutdown of(Cluster cluster, Programs programs) {
        return new Shutdown(cluster, programs);
    }

    /** True when the server has ended. */
    boolean stop(Duration limit) throws IOException {
        if (stop("fast", limit)) {
            return true;
        }
        LOG.warn(
                "PostgreSQL has not stopped after {} s; it is stopped as in a crash and recovers at the next start",
                limit.toSeconds());
        return stop("immediate", IMMEDIATE_LIMIT);
    }

    private boolean stop(String mode, Duration limit) throws IOException {
        long seconds = Math.max(1, limit.toSeconds());
        Outcome outcome = programs.run(
                limit.plusSeconds(1),
                "pg_ctl",
                "stop",
                "--pgdata=" + cluster.path(),
                "--mode=" + mode,
                "--timeout=" + seconds);
        // pg_ctl also fails when there is no server to stop, which is as good.
        return outcome.succeeded()
                || outcome.output().contains("Is server running?")
                || outcome.output().contains("No such process");
    }
}
