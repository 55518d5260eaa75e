package io.firstlight.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that one Firstlight process keeps its data in, held by it alone.
 *
 * <pre>
 * lock       held while the process lives; the owner's process id
 * format     the number of this layout: "firstlight-data 1"
 * kafka/     made by the broker; kafka.lock beside it
 * postgres/  made by the database; postgres.lock beside it
 * keys/      signing keys, mode 700
 * programs/  PostgreSQL's programs; can be unpacked again
 * </pre>
 *
 * <p>Opening checks first and writes last: when it fails, what was there is as it was. Nothing is ever deleted. Thread-safe.
 */
public final class DataDirectory implements AutoCloseable {

    /** Free space that a start needs, unless asked otherwise: 512 MiB. */
    public static final long DEFAULT_MINIMUM_FREE_BYTES = 512L << 20;

    private static final String FORMAT_FILE = "format";
    private static final String FORMAT_WORD = "firstlight-data";
    private static final String FORMAT_NUMBER = "1";

    private final Path root;
    private final DirectoryLock lock;

    private DataDirectory(Path root, DirectoryLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Opens with the default minimum of free space; see {@link #open(Path, long)}. */
    public static DataDirectory open(Path path) {
        return open(path, DEFAULT_MINIMUM_FREE_BYTES);
    }

    /**
     * Checks the directory, creating it if absent, and takes it for this process.
     *
     * @throws StartupFailure {@code NOT_A_DIRECTORY}, {@code DATA_READ_ONLY}, {@code DISK_FULL}, {@code VERSION_UNKNOWN},
     *     {@code DATA_DAMAGED} or {@code DATA_LOCKED}
     */
    public static DataDirectory open(Path path, long minimumFreeBytes) {
        return open(path, minimumFreeBytes, FileSystemProbe.REAL);
    }

    static DataDirectory open(Path path, long minimumFreeBytes, FileSystemProbe probe) {
        Path root = path.toAbsolutePath().normalize();
        create(root);
        DirectoryLock lock = null;
        boolean opened = false;
        try {
            checkSpace(root, minimumFreeBytes, probe);
            checkFormat(root);
            lock = DirectoryLock.acquire(root, "lock");
            writeFormat(root);
            createKeys(root.resolve("keys"));
            opened = true;
            return new DataDirectory(root, lock);
        } catch (IOException e) {
            throw StartupFailure.unwritable(root, e);
        } finally {
            if (!opened && lock != null) {
                lock.close();
            }
        }
    }

    private static void create(Path root) {
        @Nullable
        Path existing = Stream.iterate(root, path -> path != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        if (existing != null && !Files.isDirectory(existing)) {
            throw StartupFailure.notADirectory(existing);
        }
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw StartupFailure.unwritable(root, e);
        }
    }

    private static void checkSpace(Path root, long minimumFreeBytes, FileSystemProbe probe) throws IOException {
        if (!probe.writable(root)) {
            throw StartupFailure.dataReadOnly(root, new AccessDeniedException(root.toString()));
        }
        long usableBytes = probe.usableBytes(root);
        if (usableBytes < minimumFreeBytes) {
            throw StartupFailure.diskFull(root, usableBytes, minimumFreeBytes, null);
        }
    }

    private static void checkFormat(Path root) throws IOException {
        Path file = root.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            List<String> names = DirectoryTree.names(root);
            if (names.contains("kafka") || names.contains("postgres")) {
                throw StartupFailure.dataDamaged(root, "the file " + FORMAT_FILE + " is missing", null);
            }
            return;
        }
        String[] words =
                Files.readString(file, StandardCharsets.ISO_8859_1).strip().split(" ", -1);
        if (words.length != 2 || !words[0].equals(FORMAT_WORD) || !words[1].matches("\\d{1,9}")) {
            throw StartupFailure.dataDamaged(root, "the file " + FORMAT_FILE + " cannot be understood", null);
        }
        if (!words[1].equals(FORMAT_NUMBER)) {
            throw StartupFailure.versionUnknown(root, words[1], FORMAT_NUMBER);
        }
    }

    private static void writeFormat(Path root) throws IOException {
        Path file = root.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            Path draft = root.resolve(FORMAT_FILE + ".draft");
            Files.writeString(draft, FORMAT_WORD + " " + FORMAT_NUMBER + "\n", StandardCharsets.US_ASCII);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void createKeys(Path keys) throws IOException {
        if (!Files.isDirectory(keys)) {
            Files.createDirectory(
                    keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** The directory itself, absolute. */
    public Path root() {
        return root;
    }

    /** For the broker, which makes it. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** For PostgreSQL, which makes it. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    /** For signing keys; exists, readable by this user only. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** For the programs of PostgreSQL. */
    public Path programs() {
        return root.resolve("programs");
    }

    /** Gives the directory up, after everything that writes in it has been closed. Idempotent. */
    @Override
    public void close() {
        lock.close();
    }
}
