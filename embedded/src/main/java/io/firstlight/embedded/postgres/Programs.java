package io.firstlight.embedded.postgres;

import io.firstlight.embedded.StartupFailure;
import io.firstlight.embedded.StartupFailure.Reason;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs, each bounded in time.
 *
 * <p>They refuse to run as root. As root they are therefore run by {@code unshare --user}: in a user namespace without a
 * mapping, where the process is nobody to itself, has none of root's powers, and still owns root's files.
 */
final class Programs {

    /** @param output what the program printed, both streams */
    record Outcome(int exitStatus, String output) {
        boolean succeeded() {
            return exitStatus == 0;
        }
    }

    private final Binaries binaries;
    private final List<String> prefix;

    private Programs(Binaries binaries, List<String> prefix) {
        this.binaries = binaries;
        this.prefix = prefix;
    }

    static Programs of(Binaries binaries) {
        if (!runningAsRoot()) {
            return new Programs(binaries, List.of());
        }
        Programs asNobody = new Programs(binaries, List.of("unshare", "--user"));
        try {
            if (asNobody.run(Duration.ofSeconds(20), "postgres", "--version").succeeded()) {
                return asNobody;
            }
        } catch (IOException e) {
            throw rootRefused(e);
        }
        throw rootRefused(null);
    }

    private static StartupFailure rootRefused(@Nullable IOException cause) {
        return new StartupFailure(
                Reason.ROOT_REFUSED,
                "PostgreSQL does not run as root, and `unshare --user` does not work here",
                "run as an ordinary user, or use a PostgreSQL server that already runs",
                cause);
    }

    private static boolean runningAsRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No /proc: not Linux.
            return System.getProperty("user.name", "").equals("root");
        }
    }

    /** The exit status and output; a program that takes longer is ended, with exit status -1. */
    Outcome run(Duration limit, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        // A file, not a pipe: the server inherits it, and a pipe would stay open as long as the server lives.
        Path output = Files.createTempFile("firstlight-" + program, ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            // What the surroundings set for other servers must not reach this one; messages are matched in English.
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            boolean ended = waitFor(process, limit);
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            return new Outcome(ended ? process.exitValue() : -1, text);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean waitFor(Process process, Duration limit) {
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended;
        } catch (InterruptedException e) {
            throw StartupFailure.interrupted("PostgreSQL", e);
        } finally {
            if (!ended) {
                process.destroyForcibly();
            }
        }
    }
}
