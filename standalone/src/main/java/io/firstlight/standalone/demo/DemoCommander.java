package io.firstlight.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import io.firstlight.standalone.demo.observinglog.ObservingLog;
import io.firstlight.standalone.demo.sal.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The commander of the demo: HTTP in the shape of LOVE's commander, on a free port of the loopback address, without authentication, as the real
 * one has none. The edge passes commands on to it as to any commander.
 *
 * <table>
 *   <caption>Routes</caption>
 *   <tr><td>{@code POST /cmd/}</td><td>{@code {"csc","salindex","cmd","params","identity"}}: 200 {@code {"ack": "Done"}} when the command is
 *       accepted and what it asks for has begun; 400 {@code {"ack": ...}} when a key lacks; 500 with the reason as text when it is refused, or
 *       component, command or a parameter is unknown</td></tr>
 *   <tr><td>{@code GET /heartbeat/}</td><td>{@code {"timestamp": <unix seconds>}}</td></tr>
 *   <tr><td>{@code GET /salinfo/metadata}, {@code topic-names}, {@code topic-data}</td><td>see {@link SalInfo}; {@code ?categories=}</td></tr>
 *   <tr><td>{@code POST /lovecsc/observinglog}</td><td>{@code {"user","message"}}: 200 {@code {"ack": "Added new observing log to SAL"}}</td></tr>
 *   <tr><td>{@code GET /efd/efd_clients}</td><td>{@code {"instances": []}}</td></tr>
 * </table>
 *
 * <p>{@code /cmd} and {@code /heartbeat} are answered 308 with the path that has the slash, other paths are taken with and without it.
 * Thread-safe.
 */
public final class DemoCommander implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DemoCommander.class);

    private static final int THREADS = 4;
    private static final int WAITING_REQUESTS = 64;
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final List<String> COMMAND_KEYS = List.of("csc", "salindex", "cmd", "params", "identity");
    private static final List<String> LOG_KEYS = List.of("user", "message");
    private static final String WRONG_COMMAND =
            "Request must have JSON data with the following keys: csc, salindex, cmd_name, params, identity. Received ";
    private static final String WRONG_LOG =
            "Request must have JSON data with the following keys: user, message. Received ";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final DemoObservatory observatory;
    private final SalInfo info;
    private final InstantSource clock;

    private record Answer(int status, String type, String body) {}

    private DemoCommander(
            HttpServer server,
            ThreadPoolExecutor threads,
            DemoObservatory observatory,
            String version,
            InstantSource clock) {
        this.server = server;
        this.threads = threads;
        this.observatory = observatory;
        this.info = new SalInfo(observatory.declarations(), version);
        this.clock = clock;
    }

    /**
     * Begins to answer.
     *
     * @param version what {@code metadata} says
     * @throws IOException if no port can be had
     */
    public static DemoCommander start(DemoObservatory observatory, String version, InstantSource clock)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // Who comes while as many wait is cut off by the server; that is one machine's own edge, which says so.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_REQUESTS),
                Thread.ofPlatform().name("demo-commander-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        DemoCommander commander = new DemoCommander(server, threads, observatory, version, clock);
        server.setExecutor(threads);
        server.createContext("/", commander::handle);
        server.start();
        return commander;
    }

    /** Where it is. */
    public URI url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (RuntimeException e) {
                log.warn(
                        "the demo commander failed at {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                answer = new Answer(500, TEXT, "500 Internal Server Error");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 || head ? -1 : body.length);
            if (body.length > 0 && !head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        if (path.equals("/cmd") || path.equals("/heartbeat")) {
            exchange.getResponseHeaders().set("Location", path + "/" + (query == null ? "" : "?" + query));
            return new Answer(308, TEXT, "308: Permanent Redirect");
        }
        return switch (path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path) {
            case "/cmd" -> post(exchange, this::command);
            case "/lovecsc/observinglog" -> post(exchange, this::observingLog);
            case "/heartbeat" -> get(exchange, json(object().put("timestamp", BigDecimal.valueOf(clock.millis(), 3))));
            case "/salinfo/metadata" -> get(exchange, json(info.metadata()));
            case "/salinfo/topic-names" -> get(exchange, json(info.topicNames(categories(query))));
            case "/salinfo/topic-data" -> get(exchange, json(info.topicData(categories(query))));
            case "/efd/efd_clients" -> {
                ObjectNode body = object();
                body.putArray("instances");
                yield get(exchange, json(body));
            }
            default -> new Answer(404, TEXT, "404: Not Found");
        };
    }

    private static Answer get(HttpExchange exchange, Answer answer) {
        boolean asked = exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("HEAD");
        return asked ? answer : notAllowed(exchange, "GET,HEAD");
    }

    /** How a body is answered; null stands for one that is not JSON. */
    @FunctionalInterface
    private interface Post {
        Answer answer(@Nullable JsonNode body);
    }

    private static Answer post(HttpExchange exchange, Post post) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return notAllowed(exchange, "POST");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return new Answer(413, TEXT, "413: Request Entity Too Large");
        }
        return post.answer(parsed(body));
    }

    private static Answer notAllowed(HttpExchange exchange, String allowed) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return new Answer(405, TEXT, "405: Method Not Allowed");
    }

    private static @Nullable JsonNode parsed(byte[] body) {
        try {
            JsonNode node = Json.mapper().readTree(body);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            // Bytes in memory are always read.
            throw new UncheckedIOException(e);
        }
    }

    private Answer command(@Nullable JsonNode body) {
        if (body == null || !body.isObject() || !COMMAND_KEYS.stream().allMatch(body::has)) {
            return ack(400, WRONG_COMMAND + received(body));
        }
        JsonNode csc = body.path("csc");
        JsonNode index = body.path("salindex");
        JsonNode command = body.path("cmd");
        JsonNode params = body.path("params");
        if (!csc.isTextual() || !index.canConvertToInt() || !command.isTextual() || !params.isObject()) {
            return refused("csc and cmd must be texts, salindex a whole number, params an object");
        }
        if (!command.textValue().startsWith("cmd_")) {
            return refused(csc.textValue() + " has no command " + command.textValue());
        }
        Component component;
        try {
            component = new Component(csc.textValue(), index.intValue());
        } catch (IllegalArgumentException e) {
            return refused("there is no component " + csc.textValue());
        }
        Reply reply = observatory.execute(
                component,
                command.textValue().substring("cmd_".length()),
                params,
                body.path("identity").asText());
        return switch (reply) {
            case Reply.Done done -> ack(200, "Done");
            case Reply.Rejected rejected -> refused(rejected.reason());
        };
    }

    private Answer observingLog(@Nullable JsonNode body) {
        if (body == null || !body.isObject() || !LOG_KEYS.stream().allMatch(body::has)) {
            return ack(400, WRONG_LOG + received(body));
        }
        ObjectNode entry = object();
        entry.set("user", body.path("user"));
        entry.set("message", body.path("message"));
        Reply reply = observatory.execute(
                ObservingLog.COMPONENT,
                ObservingLog.ADD,
                entry,
                body.path("user").asText());
        return switch (reply) {
            case Reply.Done done -> ack(200, "Added new observing log to SAL");
            case Reply.Rejected rejected -> refused(rejected.reason());
        };
    }

    private static String received(@Nullable JsonNode body) {
        return body == null ? "{}" : Python.dumps(body);
    }

    private static Answer ack(int status, String text) {
        return new Answer(status, JSON, Python.dumps(object().put("ack", text)));
    }

    /** The real one raises an error inside, and its server answers with that as text. */
    private static Answer refused(String reason) {
        return new Answer(500, TEXT, reason);
    }

    private static Answer json(JsonNode body) {
        return new Answer(200, JSON, Python.dumps(body));
    }

    private static @Nullable String categories(@Nullable String query) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("categories=")) {
                return URLDecoder.decode(pair.substring("categories=".length()), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Ends at once: its commands take no time. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
