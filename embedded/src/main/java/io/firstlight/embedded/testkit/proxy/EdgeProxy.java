package io.firstlight.embedded.testkit.proxy;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.testkit.InstalledServer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The installed nginx before edges on this machine, with {@code deploy/nginx.conf} as it is. Of the two files of {@code deploy/site} only what
 * they are there for is changed: the addresses of the edges, and where nginx listens; and its scratch files go to the test's directory.
 *
 * <p>Thread-safe.
 */
public final class EdgeProxy implements AutoCloseable {

    /** What to tell whoever runs tests without it. */
    public static final String ABSENT = "no nginx on the PATH or in /usr/sbin: apt-get install nginx";

    private static final String CONFIGURATION = "deploy/nginx.conf";
    private static final Pattern EDGE = Pattern.compile("server edge([1-9]):8080");
    private static final String LISTEN = "listen 8080;";
    private static final String PROGRAM = "nginx";

    private final InstalledServer server;
    private final int port;
    private final Path output;

    private EdgeProxy(InstalledServer server, int port, Path output) {
        this.server = server;
        this.port = port;
        this.output = output;
    }

    /** Whether nginx is installed; if not, {@link #ABSENT} says what to do. */
    public static boolean isInstalled() {
        return InstalledServer.find(PROGRAM).isPresent();
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
        String program = InstalledServer.find(PROGRAM)
                .orElseThrow(() -> new IllegalStateException(ABSENT))
                .toString();
        List<String> line = List.of(
                program,
                "-p",
                directory.toString(),
                "-c",
                directory.resolve("nginx.conf").toString(),
                "-g",
                "daemon off; pid " + directory.resolve("nginx.pid") + ";"
                        + (InstalledServer.runsAsRoot() ? " user root;" : ""));
        return new EdgeProxy(InstalledServer.start(line, port, output), port, output);
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

    private static Path repository() {
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve(CONFIGURATION)))
                .findFirst()
                .orElseThrow();
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
        return InstalledServer.printed(output);
    }

    /** Its processes: the first, and its workers. */
    public List<Long> pids() {
        return server.pids();
    }

    /** Ends it, cutting off whoever is connected. Idempotent. */
    @Override
    public void close() {
        server.close();
    }
}
