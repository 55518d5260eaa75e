package io.firstlight.embedded.postgres;

import io.firstlight.embedded.StartupFailure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What PostgreSQL's programs print when they fail, in the words of our catalogue. */
final class ServerLog {

    private static final List<String> DAMAGE = List.of(
            "is not a valid data directory",
            "could not locate a valid checkpoint record",
            "incorrect checksum in control file",
            "calculated CRC checksum does not match",
            "could not open control file",
            "could not read file \"global/pg_control\"",
            "invalid magic number",
            "could not open directory",
            "could not open file");

    private ServerLog() {}

    /** The log of the last start; empty if there is none. */
    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            // The failure is told without the log then; it must not be hidden by this one.
            return "";
        }
    }

    static StartupFailure translate(Path directory, int port, String program, String output) {
        String line = telling(output);
        if (output.contains("No space left on device") || output.contains("Disk quota exceeded")) {
            return StartupFailure.diskFull(directory, -1, 0, null);
        }
        if (output.contains("Address already in use")) {
            return StartupFailure.portTaken(port, "PostgreSQL", null);
        }
        if (output.contains("Read-only file system") || output.contains("Permission denied")) {
            return StartupFailure.dataReadOnly(directory, new IOException(line));
        }
        if (output.contains("lock file \"postmaster.pid\" already exists")) {
            return StartupFailure.dataLocked(directory, 0);
        }
        if (DAMAGE.stream().anyMatch(output::contains)) {
            return StartupFailure.dataDamaged(directory, line, null);
        }
        return StartupFailure.serverFailed("PostgreSQL", program + " says: " + line, null);
    }

    /** The first line that says what is wrong, else the last one. */
    private static String telling(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        Stream<String> severe = lines.stream()
                .filter(line -> line.contains("PANIC:") || line.contains("FATAL:") || line.contains("error:"));
        return severe.findFirst().orElse(lines.isEmpty() ? "nothing" : lines.getLast());
    }
}
