package io.firstlight.embedded.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the programs of PostgreSQL are kept between test runs, so that not every JVM unpacks its 60 MB. Only of this user:
 * somebody else could have put other programs there.
 */
final class SharedPrograms {

    private SharedPrograms() {}

    static Path directory() {
        String user = System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9]", "_");
        Path place = Path.of(System.getProperty("java.io.tmpdir"), "firstlight-test-programs-" + user);
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

    /** A file that we make ourselves shows who we are. */
    private static boolean ownedByUs(Path place) {
        try {
            Path own = Files.createTempFile("firstlight-test-owner", "");
            try {
                return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(place).equals(Files.getOwner(own));
            } finally {
                Files.delete(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the owner of " + place + " is not known", e);
        }
    }
}
