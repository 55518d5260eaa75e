package io.firstlight.ingest.edge;

import io.firstlight.schemas.setting.Setting;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where edges are, and how a producer speaks to them. Immutable.
 *
 * @param edges addresses of the same log's edges, tried in turn; key {@value #EDGES}, {@code ws://host:port/manager/ws/subscription} or {@code wss://},
 *     commas between; LOVE: {@code WEBSOCKET_HOST}, host and path of one without scheme
 * @param password the process password; key {@value #PASSWORD} (LOVE: {@code PROCESS_CONNECTION_PASS}), default none
 * @param token a token of a user who may write, instead of the password; key {@value #TOKEN}, default none
 * @param bufferBytes most bytes of messages that wait for their acknowledgement; {@value #BUFFER_BYTES}, 64 KiB to 1 GiB, default 32 MiB
 * @param maxBlock how long a send may hold its caller when the buffer is full; {@value #MAX_BLOCK_MS}, in ms, 0 to 1 min, default 5000
 * @param closeTimeout how long closing waits for acknowledgements; {@value #CLOSE_TIMEOUT_MS}, in ms, 0 to 1 min, default 5000
 * @param mostReconnect longest wait before the next try to connect; {@value #RECONNECT_MS}, in ms, 100 to 10 min, default 5000. A wait is drawn at
 *     random, the first below 250 ms, each up to twice as long as the one before
 */
public record EdgeClientConfig(
        List<URI> edges,
        String password,
        String token,
        int bufferBytes,
        Duration maxBlock,
        Duration closeTimeout,
        Duration mostReconnect) {

    /** Key of {@link #edges}. */
    public static final String EDGES = "FIRSTLIGHT_EDGE";
    /** Key of {@link #password}. */
    public static final String PASSWORD = "FIRSTLIGHT_EDGE_PASSWORD";
    /** Key of {@link #token}. */
    public static final String TOKEN = "FIRSTLIGHT_EDGE_TOKEN";
    /** Key of {@link #bufferBytes}. */
    public static final String BUFFER_BYTES = "FIRSTLIGHT_EDGE_BUFFER_BYTES";
    /** Key of {@link #maxBlock}. */
    public static final String MAX_BLOCK_MS = "FIRSTLIGHT_EDGE_MAX_BLOCK_MS";
    /** Key of {@link #closeTimeout}. */
    public static final String CLOSE_TIMEOUT_MS = "FIRSTLIGHT_EDGE_CLOSE_TIMEOUT_MS";
    /** Key of {@link #mostReconnect}. */
    public static final String RECONNECT_MS = "FIRSTLIGHT_EDGE_RECONNECT_MS";

    private static final String LOVE_HOST = "WEBSOCKET_HOST";
    private static final String LOVE_PASSWORD = "PROCESS_CONNECTION_PASS";

    public EdgeClientConfig {
        edges = List.copyOf(edges);
        if (edges.isEmpty()) {
            throw new IllegalArgumentException(EDGES + " names no edge");
        }
        for (URI edge : edges) {
            String scheme = edge.getScheme();
            if (edge.getHost() == null || !("ws".equals(scheme) || "wss".equals(scheme)) || edge.getQuery() != null) {
                throw new IllegalArgumentException(
                        EDGES + "=" + edge + " must be of the form ws://host:port/manager/ws/subscription");
            }
        }
        Setting.requireWithin(BUFFER_BYTES, bufferBytes, 64 << 10, 1 << 30);
        Setting.requireWithin(MAX_BLOCK_MS, maxBlock.toMillis(), 0, 60_000);
        Setting.requireWithin(CLOSE_TIMEOUT_MS, closeTimeout.toMillis(), 0, 60_000);
        Setting.requireWithin(RECONNECT_MS, mostReconnect.toMillis(), 100, 600_000);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static EdgeClientConfig from(Map<String, String> configuration) {
        return new EdgeClientConfig(
                edges(configuration),
                configuration.getOrDefault(PASSWORD, configuration.getOrDefault(LOVE_PASSWORD, "")),
                configuration.getOrDefault(TOKEN, ""),
                Setting.number(configuration, BUFFER_BYTES, 32 << 20),
                Setting.milliseconds(configuration, MAX_BLOCK_MS, 5_000),
                Setting.milliseconds(configuration, CLOSE_TIMEOUT_MS, 5_000),
                Setting.milliseconds(configuration, RECONNECT_MS, 5_000));
    }

    private static List<URI> edges(Map<String, String> configuration) {
        String love = configuration.get(LOVE_HOST);
        String text = configuration.getOrDefault(EDGES, love == null ? "" : "ws://" + love);
        try {
            return Stream.of(text.split(","))
                    .map(String::trim)
                    .filter(edge -> !edge.isEmpty())
                    .map(URI::create)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EDGES + "=" + text + " is no list of addresses", e);
        }
    }

    /** Where to open the socket, with what proves the right to. */
    URI address(int index) {
        String proof = token.isEmpty() ? proof("password", password) : proof("token", token);
        return URI.create(edges.get(Math.floorMod(index, edges.size())) + proof);
    }

    private static String proof(String name, String value) {
        return "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Without what proves the right to write. */
    @Override
    public String toString() {
        return "EdgeClientConfig" + edges;
    }
}
