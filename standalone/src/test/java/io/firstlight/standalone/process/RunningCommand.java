package io.firstlight.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;

/** One {@code firstlight} of the distribution in a process of its own, its output in a file. */
final class RunningCommand implements AutoCloseable {

    /** The root of the source tree: tests run in their module's directory. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static final Path COMMAND = ROOT.resolve("standalone/target/firstlight/bin/firstlight");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private RunningCommand(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it. */
    static RunningCommand start(Path directory, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(COMMAND.toString()));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RunningCommand(process, output);
    }

    /** All in one process, on those ports; returns when it is ready. */
    static RunningCommand standalone(Path directory, int port, int brokerPort) throws IOException {
        RunningCommand command = start(
                directory,
                "standalone",
                "--data",
                directory.resolve("data").toString(),
                "--port",
                Integer.toString(port),
                "--broker-port",
                Integer.toString(brokerPort));
        try {
            command.awaitReady();
        } catch (RuntimeException e) {
            command.close();
            throw new AssertionError("not ready:\n" + command.output(), e);
        }
        return command;
    }

    private void awaitReady() {
        await().atMost(PATIENCE)
                .failFast("ended before it was ready", () -> !process.isAlive())
                .until(() -> output().contains("\nready: "));
    }

    /** What it has printed, standard output and standard error together. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Its process id: the script becomes the Java process. */
    long pid() {
        return process.pid();
    }

    /** Asks it to stop, as Ctrl-C does. */
    void terminate() {
        process.destroy();
    }

    /** Kills it with SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    /** Its exit code. */
    int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + timeout);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
