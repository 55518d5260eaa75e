package io.firstlight.embedded.testkit;

import io.firstlight.embedded.DirectoryLock;
import io.firstlight.embedded.DirectoryTree;
import io.firstlight.embedded.StartupFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The temporary directory of one test server: {@code data}, and beside it the lock that the server holds. Deleted when the
 * JVM ends; if that was killed, by a later one.
 *
 * @param directory above {@code data}
 */
record ServerPlace(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerPlace.class);

    /** A place younger than this may belong to a JVM that has not locked it yet. */
    private static final Duration SETTLED = Duration.ofMinutes(2);

    static ServerPlace create(String prefix) {
        try {
            return new ServerPlace(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Deletes the places that killed JVMs left, once {@code stopServer} has stopped what still runs on their data. */
    static void deleteLeftBehind(String prefix, Consumer<Path> stopServer) {
        Instant settled = Instant.now().minus(SETTLED);
        try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> places = temporary
                    .filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
            for (Path place : places) {
                if (Files.getLastModifiedTime(place).toInstant().isBefore(settled)) {
                    new ServerPlace(place).deleteIfLeftBehind(stopServer);
                }
            }
        } catch (IOException e) {
            // Another JVM cleans up as well, or it is another user's: not what the tests are about.
            LOG.debug("left-over test data could not be deleted", e);
        }
    }

    private void deleteIfLeftBehind(Consumer<Path> stopServer) throws IOException {
        try {
            DirectoryLock.beside(data()).close();
        } catch (StartupFailure inUse) {
            return;
        }
        LOG.info("deleting {}, left behind by a JVM that was killed", directory);
        stopServer.accept(data());
        DirectoryTree.delete(directory);
    }

    /** Stops the server when the JVM ends, then deletes its data. */
    void closeAndDeleteAtExit(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
                DirectoryTree.delete(directory);
            } catch (Exception e) {
                throw new IllegalStateException("a test server in " + directory + " did not close", e);
            }
        }));
    }
}
