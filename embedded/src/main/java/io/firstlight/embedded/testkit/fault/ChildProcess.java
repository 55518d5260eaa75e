package io.firstlight.embedded.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A command as a child of this JVM, which can be killed, stopped and started again. What it prints in all its lives is appended to
 * one file. Killed when closed and, whatever happens, when this JVM ends.
 *
 * <p>The command must be one process: what it starts itself is not looked after. Thread-safe.
 */
public final class ChildProcess implements Victim, AutoCloseable {

    private static final Set<ChildProcess> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.forEach(ChildProcess::close), "end-child-processes"));
    }

    private final Command command;
    private final BooleanSupplier serves;
    private Process process;
    private boolean closed;

    private ChildProcess(Command command, BooleanSupplier serves, Process process) {
        this.command = command;
        this.serves = serves;
        this.process = process;
    }

    /**
     * What to run.
     *
     * @param name in reports
     * @param line the program and its arguments
     * @param environment in addition to this process's own
     * @param output where its standard output and standard error are appended
     */
    public record Command(String name, List<String> line, Map<String, String> environment, Path output) {
        public Command {
            line = List.copyOf(line);
            environment = Map.copyOf(environment);
        }

        private Process run() {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            try {
                return builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(name + " cannot be run", e);
            }
        }
    }

    /**
     * Starts the command.
     *
     * @param serves asked by {@link #serves} while the process lives
     */
    public static ChildProcess start(Command command, BooleanSupplier serves) {
        ChildProcess child = new ChildProcess(command, serves, command.run());
        STARTED.add(child);
        return child;
    }

    @Override
    public String name() {
        return command.name();
    }

    @Override
    public synchronized void kill() {
        Signals.kill(List.of(process.toHandle()));
    }

    @Override
    public synchronized void freeze() {
        Signals.send("STOP", Stream.of(process.toHandle()));
    }

    @Override
    public synchronized void thaw() {
        Signals.send("CONT", Stream.of(process.toHandle()));
    }

    @Override
    public synchronized void startAgain() {
        if (process.isAlive() || closed) {
            throw new IllegalStateException(name() + (closed ? " was closed" : " runs"));
        }
        process = command.run();
    }

    @Override
    public boolean serves() {
        return isAlive() && serves.getAsBoolean();
    }

    /** Whether its process lives; one that stands still does. */
    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed in all its lives. */
    public String output() {
        try {
            return Files.readString(command.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it for good. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        process.destroyForcibly();
        STARTED.remove(this);
    }
}
