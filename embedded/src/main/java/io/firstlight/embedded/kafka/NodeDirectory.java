package io.firstlight.embedded.kafka;

import io.firstlight.embedded.DirectoryLock;
import io.firstlight.embedded.DirectoryTree;
import io.firstlight.embedded.StartupFailure;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The node's directory before the broker touches it: formatted when absent or empty, checked when not.
 *
 * <p>The check is stricter than Kafka's. A broker that finds its metadata log missing begins a new, empty one, takes every
 * topic for a stray and deletes it; here that is damage, and nothing is started.
 */
final class NodeDirectory {

    private static final String META_PROPERTIES = "meta.properties";
    private static final String METADATA_LOG = "__cluster_metadata-0";
    /** What formatting leaves, and what a start that died at once may have added. */
    private static final Set<String> BEFORE_FIRST_START =
            Set.of(META_PROPERTIES, "bootstrap.checkpoint", ".lock", ".kafka_cleanshutdown");

    private final Path directory;
    private final int nodeId;
    private final String clusterId;

    /**
     * The directory of a node.
     *
     * @param clusterId given to an empty directory; one that has data keeps its own
     */
    NodeDirectory(Path directory, int nodeId, String clusterId) {
        this.directory = directory;
        this.nodeId = nodeId;
        this.clusterId = clusterId;
    }

    /** Throws if there is data, and it is not whole; writes nothing. */
    void inspect() {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw StartupFailure.notADirectory(directory);
        }
        try {
            List<String> names = DirectoryTree.names(directory);
            if (!names.isEmpty()) {
                check(names);
            }
        } catch (IOException e) {
            throw StartupFailure.dataDamaged(directory, "it cannot be read", e);
        }
    }

    /** Holds it for this process. The lock is beside it, so that formatting can put the whole directory in place at once. */
    DirectoryLock lock() {
        return DirectoryLock.beside(directory);
    }

    /** Formats an empty directory. The caller holds the lock. */
    void formatIfEmpty() {
        try {
            if (DirectoryTree.names(directory).isEmpty()) {
                format();
            }
        } catch (IOException e) {
            throw StartupFailure.unwritable(directory, e);
        }
    }

    /** Formats beside the place and moves the result there at once: a crash in between leaves nothing half made. */
    private void format() throws IOException {
        Path draft = directory.resolveSibling(directory.getFileName() + ".formatting");
        DirectoryTree.delete(draft);
        Files.createDirectories(draft);
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(nodeId)
                    .setClusterId(clusterId)
                    .addDirectory(draft.toString())
                    .setMetadataLogDirectory(draft.toString())
                    .setControllerListenerName(NodeSettings.CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw StartupFailure.serverFailed("Kafka", "formatting " + draft + ": " + e.getMessage(), e);
        }
        Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private void check(List<String> names) throws IOException {
        if (!names.contains(META_PROPERTIES)) {
            throw StartupFailure.dataDamaged(directory, META_PROPERTIES + " is missing", null);
        }
        checkIdentity();
        if (names.contains(METADATA_LOG)) {
            checkMetadataLog();
        } else if (!BEFORE_FIRST_START.containsAll(names)) {
            throw StartupFailure.dataDamaged(directory, METADATA_LOG + " is missing", null);
        }
    }

    private void checkIdentity() throws IOException {
        Properties meta = new Properties();
        try (InputStream in = Files.newInputStream(directory.resolve(META_PROPERTIES))) {
            meta.load(in);
        } catch (IllegalArgumentException e) {
            throw StartupFailure.dataDamaged(directory, META_PROPERTIES + " cannot be read", e);
        }
        String version = meta.getProperty("version", "");
        if (version.matches("\\d+") && !version.equals("1")) {
            throw StartupFailure.versionUnknown(directory, version, "1");
        }
        boolean whole = version.equals("1")
                && meta.getProperty("node.id", "").equals(String.valueOf(nodeId))
                && !meta.getProperty("cluster.id", "").isBlank();
        if (!whole) {
            throw StartupFailure.dataDamaged(
                    directory, META_PROPERTIES + " lacks its version, node id or cluster id", null);
        }
    }

    private void checkMetadataLog() throws IOException {
        Path log = directory.resolve(METADATA_LOG);
        if (!Files.isDirectory(log)) {
            throw StartupFailure.dataDamaged(directory, METADATA_LOG + " is not a directory", null);
        }
        List<String> files = DirectoryTree.names(log);
        if (!files.contains("quorum-state")) {
            // Elected at the first start, before the first record: without it no record was ever written.
            if (hasRecords(log, files)) {
                throw StartupFailure.dataDamaged(directory, METADATA_LOG + "/quorum-state is missing", null);
            }
            return;
        }
        if (!hasRecords(log, files) && hasTopics()) {
            throw StartupFailure.dataDamaged(directory, METADATA_LOG + " has lost its records", null);
        }
    }

    private static boolean hasRecords(Path log, List<String> files) throws IOException {
        for (String file : files) {
            if ((file.endsWith(".log") || file.endsWith(".checkpoint")) && Files.size(log.resolve(file)) > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean hasTopics() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.anyMatch(child ->
                    Files.isDirectory(child) && !child.getFileName().toString().equals(METADATA_LOG));
        }
    }
}
