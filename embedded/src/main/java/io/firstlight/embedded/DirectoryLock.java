package io.firstlight.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive lock on a file, for as long as this process lives or until closed. The file holds the owner's process id
 * in decimal, so that a refused second process can say who has it. The operating system drops the lock when the process
 * dies in whatever way, so it is never stale; the file itself stays.
 *
 * <p>Thread-safe.
 */
public final class DirectoryLock implements AutoCloseable {

    // POSIX drops all of a process's locks on a file when it closes any descriptor of it, so this process must not even
    // open a file that it has locked: it has to remember which ones.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Locks {@code fileName} in an existing directory.
     *
     * @throws StartupFailure {@code DATA_LOCKED}, {@code DATA_READ_ONLY} or {@code DISK_FULL}
     */
    public static DirectoryLock acquire(Path directory, String fileName) {
        Path file;
        try {
            file = directory.toRealPath().resolve(fileName);
        } catch (IOException e) {
            throw StartupFailure.unwritable(directory, e);
        }
        if (!HELD_HERE.add(file)) {
            throw StartupFailure.dataLocked(directory, ProcessHandle.current().pid());
        }
        DirectoryLock acquired = null;
        try {
            acquired = open(directory, file);
            return acquired;
        } catch (IOException e) {
            throw StartupFailure.unwritable(directory, e);
        } finally {
            if (acquired == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    /**
     * Locks a directory that need not exist yet, by the file {@code <its name>.lock} in its parent, which is made if absent.
     *
     * @throws StartupFailure as {@link #acquire}
     */
    public static DirectoryLock beside(Path directory) {
        Path parent = Objects.requireNonNull(directory.toAbsolutePath().getParent(), "the root cannot be locked");
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw StartupFailure.unwritable(parent, e);
        }
        return acquire(parent, directory.getFileName() + ".lock");
    }

    private static DirectoryLock open(Path directory, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean kept = false;
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw StartupFailure.dataLocked(directory, ownerPid(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            kept = true;
            return new DirectoryLock(file, channel, lock);
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static long ownerPid(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String digits = StandardCharsets.US_ASCII.decode(text.flip()).toString().trim();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Gives the lock up. Idempotent. */
    @Override
    public void close() {
        try (channel) {
            if (lock.isValid()) {
                lock.release();
            }
        } catch (IOException e) {
            // The descriptor is gone either way, and with it the lock.
            return;
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
