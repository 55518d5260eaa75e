package io.firstlight.embedded.testkit.mqtt;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.testkit.InstalledServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The installed Mosquitto on a port of the loopback address, with its sessions and their messages on disk: {@link #stop} and {@link #start} are
 * a restart that loses nothing. Sessions hold any number of messages, a thousand of them on their way. Not thread-safe.
 */
public final class MosquittoBroker implements AutoCloseable {

    /** What to tell whoever runs tests without it. */
    public static final String ABSENT = "no mosquitto on the PATH or in /usr/sbin: apt-get install mosquitto";

    private static final String PROGRAM = "mosquitto";

    private final int port;
    private final Path configuration;
    private final Path output;
    private Optional<InstalledServer> server = Optional.empty();

    private MosquittoBroker(int port, Path configuration, Path output) {
        this.port = port;
        this.configuration = configuration;
        this.output = output;
    }

    /** Whether Mosquitto is installed; if not, {@link #ABSENT} says what to do. */
    public static boolean isInstalled() {
        return InstalledServer.find(PROGRAM).isPresent();
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
                        + (InstalledServer.runsAsRoot() ? "user root\n" : ""));
        return new MosquittoBroker(port, configuration, directory.resolve("mosquitto.txt"));
    }

    /** Starts it, for the first time or again, and returns when it listens. */
    public MosquittoBroker start() throws IOException, InterruptedException {
        String program = InstalledServer.find(PROGRAM)
                .orElseThrow(() -> new IllegalStateException(ABSENT))
                .toString();
        server = Optional.of(InstalledServer.start(List.of(program, "-c", configuration.toString()), port, output));
        return this;
    }

    /** The port it listens on, on the loopback address; the same after each start. */
    public int port() {
        return port;
    }

    /** What it has complained of. */
    public String complaints() {
        return InstalledServer.printed(output);
    }

    /** Stops it in order, with all that it holds on disk. Idempotent. */
    public void stop() {
        server.ifPresent(InstalledServer::close);
        server = Optional.empty();
    }

    /** Stops it for good. Idempotent. */
    @Override
    public void close() {
        stop();
    }
}
