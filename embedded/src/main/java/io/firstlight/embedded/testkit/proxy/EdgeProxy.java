package io.firstlight.embedded.testkit.proxy;

import io.firstlight.embedded.LoopbackPort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The installed nginx before edges on this machine, with {@code deploy/nginx.conf} as it is. Of the two files of {@code deploy/site} only what
 * they are there for is changed: the addresses of the edges, and where nginx listens; and its scratch files go to the test's directory.
 *
 * <p>A process of its own with workers, ended by its id when closed and when this JVM ends. Thread-safe.
 */
public final class EdgeProxy implements AutoCloseable {

    /** What to tell whoever runs tests without it. */
    public static final String ABSENT = "no nginx on the PATH or in /usr/sbin: apt-get install nginx";

    private static final String CONFIGURATION = "deploy/nginx.conf";
    private static final Pattern EDGE = Pattern.compile("server edge([1-9]):8080");
    private static final String LISTEN = "listen 8080;";
    private static final long STARTS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_AGAIN_MS = 20;
    private static final long STOPS_WITHIN_S = 10;

    private final Process process;
    private final int port;
    private final Path output;
    private final Thread atExit = new Thread(this::stop, "end-nginx");

    private EdgeProxy(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /** Whether nginx is installed; if not, {@link #ABSENT} says what to do. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * Starts it and returns when it listens.
     *
     * @param directory for its files, empty
     * @param edgePorts where the edges listen, in the order of their names in {@code deploy/site/edges.conf}, as many as stand there
     */
    public static EdgeProxy start(Path directory, List<Integer> edgePorts) throws IOException, InterruptedException {
        Path deployed = repository();
        int port = LoopbackPort.free();
        Path site = Files.createDirectories(directory.resolve("site"));
        Files.copy(deployed.resolve(CONFIGURATION), directory.resolve("nginx.conf"));
        Files.writeString(
                site.resolve("edges.conf"),
                edges(Files.readString(deployed.resolve("deploy/site/edges.conf")), edgePorts) + scratch(directory));
        Files.writeString(
                site.resolve("listen.conf"),
                listen(Files.readString(deployed.resolve("deploy/site/listen.conf")), port));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        program()
                                .orElseThrow(() -> new IllegalStateException(ABSENT))
                                .toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        directory.resolve("nginx.conf").toString(),
                        "-g",
                        "daemon off; pid " + directory.resolve("nginx.pid") + ";" + user())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        EdgeProxy proxy = new EdgeProxy(process, port, output);
        Runtime.getRuntime().addShutdownHook(proxy.atExit);
        proxy.awaitListening();
        return proxy;
    }

    private static String edges(String deployed, List<Integer> ports) {
        Matcher servers = EDGE.matcher(deployed);
        String edges =
                servers.replaceAll(server -> "server 127.0.0.1:" + ports.get(Integer.parseInt(server.group(1)) - 1));
        if (edges.equals(deployed)) {
            throw new IllegalStateException("deploy/site/edges.conf names no edge as " + EDGE.pattern());
        }
        return edges;
    }

    private static String listen(String deployed, int port) {
        if (!deployed.contains(LISTEN)) {
            throw new IllegalStateException("deploy/site/listen.conf lacks '" + LISTEN + "'");
        }
        return deployed.replace(LISTEN, "listen 127.0.0.1:" + port + ";");
    }

    /** Where bodies and answers go that are too large for memory: else a system-wide nginx would share the place. */
    private static String scratch(Path directory) {
        StringBuilder lines = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            lines.append(kind)
                    .append("_temp_path ")
                    .append(directory.resolve(kind))
                    .append(";\n");
        }
        return lines.toString();
    }

    /** As root, workers would else be somebody who may not enter the test's directory. */
    private static String user() {
        return "root".equals(System.getProperty("user.name")) ? " user root;" : "";
    }

    private static Optional<Path> program() {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path repository() {
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve(CONFIGURATION)))
                .findFirst()
                .orElseThrow();
    }

    private void awaitListening() throws InterruptedException {
        long deadline = System.nanoTime() + STARTS_WITHIN_NANOS;
        while (!listens()) {
            boolean ended = process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - deadline > 0) {
                String said = output();
                close();
                throw new IllegalStateException("nginx does not listen on port " + port + ":\n" + said);
            }
        }
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

    /** The port it listens on, on the loopback address. */
    public int port() {
        return port;
    }

    /** A path of the one origin, of scheme {@code http}. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A path of the one origin, of scheme {@code ws}. */
    public URI socket(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    /** What it has written: a line for each request that is over, and its own messages. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its processes: the first, and its workers. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(process.pid()));
        process.descendants().map(ProcessHandle::pid).forEach(pids::add);
        return List.copyOf(pids);
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN_S, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, cutting off whoever is connected. Idempotent. */
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
