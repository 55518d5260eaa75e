package io.firstlight.webedge.commander;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A commander that says what the test tells it to, and remembers what it was asked. As the real one it answers {@code POST /cmd} with 308 to
 * {@code /cmd/}. A path that nobody told it about is answered 404 as aiohttp does.
 */
public final class FakeCommander implements AutoCloseable {

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /**
     * What it was asked.
     *
     * @param path with the query
     */
    public record Asked(String method, String path, String body) {}

    /** How a path is answered. */
    public interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** One on a free port. */
    public FakeCommander() throws IOException {
        this(0);
    }

    /** One on that port. */
    public FakeCommander(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        answer("/cmd", redirect(308, "/cmd/"));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** From now on the path is answered so. */
    public FakeCommander answer(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    public FakeCommander json(String path, int status, String body) {
        return answer(path, text(status, "application/json; charset=utf-8", body));
    }

    /** An answer of that type and text. */
    public static Answer text(int status, String type, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    public static Answer redirect(int status, String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** What it was asked, redirected requests left out. */
    public List<Asked> asked(String path) {
        return asked.stream()
                .filter(one -> one.path().equals(path) || one.path().startsWith(path + "?"))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), body));
            answers.getOrDefault(exchange.getRequestURI().getPath(), text(404, "text/plain", "404: Not Found"))
                    .give(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
