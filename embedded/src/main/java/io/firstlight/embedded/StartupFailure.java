package io.firstlight.embedded;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server or its data directory could not be started: the reason from a closed catalogue, one clear line as the
 * message, and one line that says what the operator can do. The data is as it was before the attempt.
 *
 * <p>Immutable.
 */
public final class StartupFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a start failed. */
    public enum Reason {
        /** Another process listens on the port. */
        PORT_TAKEN,
        /** Another process uses the data. */
        DATA_LOCKED,
        /** The data cannot be written: permissions, or a read-only file system. */
        DATA_READ_ONLY,
        /** A file stands where the directory should be. */
        NOT_A_DIRECTORY,
        /** Too little free space. */
        DISK_FULL,
        /** The data is incomplete or cannot be understood. */
        DATA_DAMAGED,
        /** The data was written by a newer, or an unknown, version. */
        VERSION_UNKNOWN,
        /** The server refuses to run as root and the way around it does not work on this machine. */
        ROOT_REFUSED,
        /** No server binaries for this operating system and processor. */
        PLATFORM_UNKNOWN,
        /** The server did not come up in time. */
        TIMED_OUT,
        /** The thread that started the server was interrupted. */
        INTERRUPTED,
        /** The server failed in a way that has no entry of its own; the cause tells. */
        SERVER_FAILED
    }

    private final Reason reason;
    private final String whatToDo;

    /** A failure with its cause; the factories below cover the catalogue. */
    public StartupFailure(Reason reason, String message, String whatToDo, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.whatToDo = whatToDo;
    }

    /** The entry of the catalogue. */
    public Reason reason() {
        return reason;
    }

    /** One line for the operator. */
    public String whatToDo() {
        return whatToDo;
    }

    /** The port is in use; {@code server} names who wanted it. */
    public static StartupFailure portTaken(int port, String server, @Nullable Throwable cause) {
        return new StartupFailure(
                Reason.PORT_TAKEN,
                "port " + port + " for " + server + " is in use by another process",
                "stop that process, or choose another port",
                cause);
    }

    /** The data is held by {@code pid}, or by a process that did not say who it is ({@code pid} 0). */
    public static StartupFailure dataLocked(Path directory, long pid) {
        return new StartupFailure(
                Reason.DATA_LOCKED,
                directory + " is in use by " + (pid > 0 ? "process " + pid : "another process"),
                "stop that process, or choose another data directory",
                null);
    }

    /** The directory cannot be written. */
    public static StartupFailure dataReadOnly(Path directory, @Nullable Throwable cause) {
        return new StartupFailure(
                Reason.DATA_READ_ONLY,
                directory + " cannot be written",
                "make it writable for this user, or choose another data directory",
                cause);
    }

    /** The path is not a directory. */
    public static StartupFailure notADirectory(Path path) {
        return new StartupFailure(
                Reason.NOT_A_DIRECTORY,
                path + " is not a directory",
                "move that file away, or choose another data directory",
                null);
    }

    /** Fewer than {@code neededBytes} are free; {@code freeBytes} below 0 when only a failed write told. */
    public static StartupFailure diskFull(Path directory, long freeBytes, long neededBytes, @Nullable Throwable cause) {
        String free = freeBytes < 0 ? "is full" : "has " + mebibytes(freeBytes) + " MiB free";
        String needed = neededBytes > 0 ? ", " + mebibytes(neededBytes) + " MiB are needed" : "";
        return new StartupFailure(
                Reason.DISK_FULL,
                "the disk of " + directory + " " + free + needed,
                "free some space, or choose a data directory on another disk",
                cause);
    }

    /** The data is not what was written there; {@code what} names the finding. */
    public static StartupFailure dataDamaged(Path directory, String what, @Nullable Throwable cause) {
        return new StartupFailure(
                Reason.DATA_DAMAGED,
                directory + " is damaged: " + what,
                "restore it from a backup, or move it away to start with empty data; nothing was changed",
                cause);
    }

    /** The data has a format that this program does not know. */
    public static StartupFailure versionUnknown(Path directory, String found, String known) {
        return new StartupFailure(
                Reason.VERSION_UNKNOWN,
                directory + " has format " + found + ", this program knows " + known,
                "start it with the version that wrote it, or choose another data directory",
                null);
    }

    /** The start took longer than it may. */
    public static StartupFailure timedOut(String server, Duration limit, @Nullable Throwable cause) {
        return new StartupFailure(
                Reason.TIMED_OUT,
                server + " was not ready after " + limit.toSeconds() + " s",
                "look at the log for what it waits for; on a slow machine allow more time",
                cause);
    }

    /** The starting thread was interrupted; its interrupt flag is set again. */
    public static StartupFailure interrupted(String server, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StartupFailure(
                Reason.INTERRUPTED, "the start of " + server + " was interrupted", "start again", cause);
    }

    /** Anything else. */
    public static StartupFailure serverFailed(String server, String what, @Nullable Throwable cause) {
        return new StartupFailure(
                Reason.SERVER_FAILED, server + " failed to start: " + what, "look at the log for the cause", cause);
    }

    /** The reason behind a failed write in a directory: a full disk if the system says so, else not writable. */
    public static StartupFailure unwritable(Path directory, IOException cause) {
        return saysDiskFull(cause) ? diskFull(directory, -1, 0, cause) : dataReadOnly(directory, cause);
    }

    /** Whether the system's words for a full disk (ENOSPC, EDQUOT) are in the chain of causes. */
    public static boolean saysDiskFull(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
