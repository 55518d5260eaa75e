package io.firstlight.embedded.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server program that this machine has installed, run as a child of this JVM on a port of the loopback address. It is stopped in order when
 * closed and when this JVM ends, and by force, with what it has started itself, if that takes long.
 *
 * <p>Thread-safe.
 */
public final class InstalledServer implements AutoCloseable {

    private static final long STARTS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_AGAIN_MS = 20;
    private static final long STOPS_WITHIN_S = 10;

    private final Process process;
    private final Thread atExit;

    private InstalledServer(Process process, String name) {
        this.process = process;
        this.atExit = new Thread(this::stop, "end-" + name);
    }

    /** Where a program is, on the PATH or where users who are not root do not look. */
    public static Optional<Path> find(String program) {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether this JVM is root's: many servers then change to a user who may not enter a test's directory. */
    public static boolean runsAsRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * Starts a program and returns when it listens.
     *
     * @param line the program and its arguments
     * @param port where it is to listen
     * @param output file to which what it prints is appended
     * @throws IllegalStateException if it ends or does not listen in time; the message has what it printed
     */
    public static InstalledServer start(List<String> line, int port, Path output)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        InstalledServer server = new InstalledServer(
                process, String.valueOf(Path.of(line.getFirst()).getFileName()));
        Runtime.getRuntime().addShutdownHook(server.atExit);
        long deadline = System.nanoTime() + STARTS_WITHIN_NANOS;
        while (!listens(port)) {
            boolean ended = process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - deadline > 0) {
                server.close();
                throw new IllegalStateException(
                        line.getFirst() + " does not listen on port " + port + ":\n" + printed(output));
            }
        }
        return server;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }

    /** What servers have printed to that file. */
    public static String printed(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its processes: the first, and those that it has started. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN_S, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Stops it. Idempotent. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does the same.
            return;
        }
    }
}
