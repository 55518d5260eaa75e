package io.firstlight.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server that a load starts as a process of its own. Owned by one thread; ended by {@link #close}. */
public final class StartedProcess implements AutoCloseable {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long END_WITHIN_S = 15;
    private static final int LINES_SHOWN = 5;

    private final String what;
    private final Process process;
    private final Path printed;
    private final long startedNanos;

    /**
     * Starts the command.
     *
     * @param what it is, for messages
     */
    public StartedProcess(String what, List<String> command) throws IOException {
        this(what, command, Map.of());
    }

    /**
     * Starts the command.
     *
     * @param what it is, for messages
     * @param environment variables besides this process's own
     */
    public StartedProcess(String what, List<String> command, Map<String, String> environment) throws IOException {
        this.what = what;
        printed = Files.createTempFile("bench-" + what, ".log");
        startedNanos = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /**
     * Waits until something holds; returns how long that took since the start.
     *
     * @param state what is waited for, for messages
     * @throws LoadFailure if the process ends before, or it does not hold by then
     */
    public long await(String state, BooleanSupplier holds, long deadlineNanos, StopFlag stop)
            throws IOException, InterruptedException {
        while (!holds.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - deadlineNanos > 0) {
                throw new LoadFailure(
                        "the " + what + " did not become " + state + ": " + lastLines(), "check the command");
            }
            if (stop.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS)) {
                throw new LoadFailure(
                        "ended while the " + what + " was to become " + state, "nothing was measured yet");
            }
        }
        return System.nanoTime() - startedNanos;
    }

    private String lastLines() throws IOException {
        List<String> lines = lines();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    /** What it has printed so far. */
    public List<String> lines() throws IOException {
        return Files.readAllLines(printed);
    }

    /** Its id. */
    public long pid() {
        return process.pid();
    }

    /** CPU time that it has used. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Ends the process, by force if it takes long. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(printed);
    }
}
