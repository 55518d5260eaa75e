package io.firstlight.embedded.postgres;

import io.firstlight.embedded.DirectoryLock;
import io.firstlight.embedded.DirectoryTree;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig.Durability;
import io.firstlight.embedded.postgres.Programs.Outcome;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The data on disk: PostgreSQL's own directory {@code cluster}, in it the password of the one user (mode 600). Made when
 * the directory is absent or empty, checked when it is not, never made anew.
 */
final class Cluster {

    static final String USER = "firstlight";
    /** The major version that the binaries understand. */
    private static final String VERSION = "18";
    /** Size of {@code pg_control}, fixed by PostgreSQL (PG_CONTROL_FILE_SIZE). */
    private static final long CONTROL_FILE_BYTES = 8192;

    /** Among PostgreSQL's own files, so that both appear at once; it leaves files that it does not know alone. */
    private static final String PASSWORD_FILE = "firstlight.password";

    private final Path directory;

    Cluster(Path directory) {
        this.directory = directory;
    }

    /** PostgreSQL's own directory. */
    Path path() {
        return directory.resolve("cluster");
    }

    Path logFile() {
        return directory.resolve("server.log");
    }

    /** Holds it for this process; the lock is beside it. The server's own pid file only guards against a second server. */
    DirectoryLock lock() {
        return DirectoryLock.beside(directory);
    }

    String password() {
        try {
            return Files.readString(path().resolve(PASSWORD_FILE), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException e) {
            throw StartupFailure.dataDamaged(directory, "the password file cannot be read", e);
        }
    }

    /** Throws if there is data, and it is not whole; writes nothing. */
    void inspect() {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw StartupFailure.notADirectory(directory);
        }
        try {
            if (!isEmpty()) {
                check();
            }
        } catch (IOException e) {
            throw StartupFailure.dataDamaged(directory, "it cannot be read", e);
        }
    }

    /** Initialises an empty directory. The caller holds the lock. */
    void initialiseIfEmpty(Programs programs, Durability durability, Duration limit) {
        try {
            if (isEmpty()) {
                initialise(programs, durability, limit);
            }
        } catch (IOException e) {
            throw StartupFailure.unwritable(directory, e);
        }
    }

    private boolean isEmpty() throws IOException {
        return DirectoryTree.names(directory).isEmpty();
    }

    /** Makes the cluster beside its place and moves it there at once: a crash in between leaves nothing half made. */
    private void initialise(Programs programs, Durability durability, Duration limit) throws IOException {
        Files.createDirectories(directory);
        Path draft = directory.resolveSibling(directory.getFileName() + ".initialising");
        DirectoryTree.delete(draft);
        Files.createDirectories(draft);
        Path password = Files.createFile(
                draft.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, newPassword() + "\n", StandardCharsets.US_ASCII);
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + draft.resolve("cluster"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Sorts the same on every machine, whatever its C library.
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--builtin-locale=C.UTF-8"));
        if (durability == Durability.THROWAWAY) {
            arguments.add("--no-sync");
        }
        Outcome outcome = programs.run(limit, "initdb", arguments.toArray(String[]::new));
        if (!outcome.succeeded()) {
            throw ServerLog.translate(directory, 0, "initdb", outcome.output());
        }
        Files.move(password, draft.resolve("cluster").resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
        Files.move(draft.resolve("cluster"), path(), StandardCopyOption.ATOMIC_MOVE);
        DirectoryTree.delete(draft);
    }

    private static String newPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void check() throws IOException {
        Path versionFile = path().resolve("PG_VERSION");
        if (!Files.isRegularFile(versionFile)) {
            throw StartupFailure.dataDamaged(directory, "cluster/PG_VERSION is missing", null);
        }
        String version =
                Files.readString(versionFile, StandardCharsets.ISO_8859_1).strip();
        if (!version.matches("\\d{1,3}")) {
            throw StartupFailure.dataDamaged(directory, "cluster/PG_VERSION holds no version", null);
        }
        if (!version.equals(VERSION)) {
            throw StartupFailure.versionUnknown(directory, "PostgreSQL " + version, "PostgreSQL " + VERSION);
        }
        Path control = path().resolve("global/pg_control");
        if (!Files.isRegularFile(control) || Files.size(control) != CONTROL_FILE_BYTES) {
            throw StartupFailure.dataDamaged(directory, "cluster/global/pg_control is missing or cut short", null);
        }
        if (password().isEmpty()) {
            throw StartupFailure.dataDamaged(directory, "the password file is empty", null);
        }
    }
}
