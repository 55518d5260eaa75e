package io.firstlight.embedded.testkit.mqtt;

import io.firstlight.embedded.LoopbackPort;

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
 * The installed Mosquitto on a port of the loopback address, with its sessions and their messages on disk: {@link #stop} and {@link #start} are
 * a restart that loses nothing. Sessions hold any number of messages, a thousand of them on their way.
 *
 * <p>A process of its own, ended by its id when closed and when this JVM ends. Not thread-safe.
 */
public final class MosquittoBroker implements AutoCloseable {

    /** What to tell whoever runs tests without it. */
    public static final String ABSENT = "no mosquitto on the PATH or in /usr/sbin: apt-get install mosquitto";

    private static final long STARTS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_AGAIN_MS = 20;
    private static final long STOPS_WITHIN_S = 10;

    private final Path directory;
    private final int port;
    private final Path configuration;
    private final Thread atExit = new Thread(this::stop, "end-mosquitto");
    private volatile Optional<Process> process = Optional.empty();

    private MosquittoBroker(Path directory, int port, Path configuration) {
        this.directory = directory;
        this.port = port;
        this.configuration = configuration;
    }

    /** Whether Mosquitto is installed; if not, {@link #ABSENT} says what to do. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * A broker that takes everybody; not started.
     *
     * @param directory for its files
     */
    public static MosquittoBroker in(Path directory) throws IOException {
        return in(directory, List.of("allow_anonymous true"));
    }

    /**
     * A broker; not started.
     *
     * @param directory for its files
     * @param listener lines of its configuration, about the listener: who may connect, certificates
     */
    public static MosquittoBroker in(Path directory, List<String> listener) throws IOException {
        int port = LoopbackPort.free();
        Path configuration = directory.resolve("mosquitto.conf");
        Files.writeString(
                configuration,
                "listener " + port + " 127.0.0.1\n" + String.join("\n", listener)
                        + "\npersistence true\npersistence_location " + directory
                        + "/\nmax_queued_messages 0\nmax_inflight_messages 1000\nlog_type error\nlog_type warning\n"
                        + user());
        MosquittoBroker broker = new MosquittoBroker(directory, port, configuration);
        Runtime.getRuntime().addShutdownHook(broker.atExit);
        return broker;
    }

    /** As root, it would else become somebody who may not enter the test's directory. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? "user root\n" : "";
    }

    /** Starts it, for the first time or again, and returns when it listens. */
    public MosquittoBroker start() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        program()
                                .orElseThrow(() -> new IllegalStateException(ABSENT))
                                .toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
        process = Optional.of(started);
        long deadline = System.nanoTime() + STARTS_WITHIN_NANOS;
        while (!listens()) {
            boolean ended = started.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - deadline > 0) {
                stop();
                throw new IllegalStateException(
                        "mosquitto does not listen on port " + port + ":\n" + Files.readString(output()));
            }
        }
        return this;
    }

    private Path output() {
        return directory.resolve("mosquitto.txt");
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }

    private static Optional<Path> program() {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The port it listens on, on the loopback address; the same after each start. */
    public int port() {
        return port;
    }

    /** What it has complained of. */
    public String complaints() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in order, with all that it holds on disk. Idempotent. */
    public void stop() {
        Optional<Process> running = process;
        process = Optional.empty();
        running.ifPresent(MosquittoBroker::end);
    }

    private static void end(Process running) {
        running.destroy();
        try {
            if (!running.waitFor(STOPS_WITHIN_S, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it for good. Idempotent. */
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
