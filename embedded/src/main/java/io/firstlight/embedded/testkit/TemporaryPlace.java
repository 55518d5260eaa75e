package io.firstlight.embedded.testkit;

import io.firstlight.embedded.DirectoryTree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories of the test servers. */
final class TemporaryPlace {

    private TemporaryPlace() {}

    static Path create(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    /**
     * Where the programs of PostgreSQL are kept between test runs, so that not every JVM unpacks its 60 MB. Only of this user:
     * somebody else could have put other programs there.
     */
    static Path sharedBinaries() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        String user = System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9]", "_");
        Path place = temporary.resolve("firstlight-test-binaries-" + user);
        try {
            Files.createDirectory(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!ownedByUs(place)) {
                throw new IllegalStateException(place + " belongs to somebody else", e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the programs of PostgreSQL", e);
        }
        return place;
    }

    private static boolean ownedByUs(Path place) {
        Path own = create("firstlight-test-owner");
        try {
            return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(place).equals(Files.getOwner(own));
        } catch (IOException e) {
            throw new UncheckedIOException("the owner of " + place + " is not known", e);
        } finally {
            delete(own);
        }
    }

    /** Stops the server when the JVM ends, then deletes its data. */
    static void closeAndDeleteAtExit(AutoCloseable server, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (server) {
                // Only closed here.
            } catch (Exception e) {
                throw new IllegalStateException("a test server did not close", e);
            } finally {
                delete(directory);
            }
        }));
    }

    private static void delete(Path directory) {
        try {
            DirectoryTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("a test server's directory could not be deleted", e);
        }
    }
}
