package io.firstlight.embedded.postgres;

import io.firstlight.embedded.StartupFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server that a killed process left behind on our cluster, and the pid file of one that is gone.
 *
 * <p>The caller holds the lock of the directory, so whoever started that server is dead. It is ours if {@code postmaster.pid}
 * names a living process whose command line names our cluster; then it is stopped as always. A living process of another
 * command line only has the number by chance (numbers repeat soon after a reboot, or in a container), and PostgreSQL would
 * refuse to start because of it: the pid file is removed. With a dead process PostgreSQL itself does the right thing.
 */
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);

    private Orphan() {}

    static void clear(Path directory, Cluster cluster, Programs programs, Duration limit) {
        Path pidFile = cluster.path().resolve("postmaster.pid");
        try {
            Optional<ProcessHandle> alive = alive(pidFile);
            if (alive.isEmpty()) {
                return;
            }
            if (!isOurs(alive.get(), cluster)) {
                Files.delete(pidFile);
                return;
            }
            LOG.info(
                    "stopping the PostgreSQL server (process {}) that an earlier process left behind",
                    alive.get().pid());
            if (!Shutdown.of(cluster, programs).stop(limit)) {
                throw StartupFailure.dataLocked(directory, alive.get().pid());
            }
        } catch (IOException e) {
            throw StartupFailure.unwritable(directory, e);
        }
    }

    private static Optional<ProcessHandle> alive(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
    }

    private static boolean isOurs(ProcessHandle process, Cluster cluster) {
        String commandLine = process.info().commandLine().orElse("");
        return commandLine.contains("postgres")
                && commandLine.contains(cluster.path().toString());
    }
}
