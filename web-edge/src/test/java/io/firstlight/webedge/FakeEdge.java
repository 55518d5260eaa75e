package io.firstlight.webedge;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands where an edge does, keeps what is asked of it, and answers all of it alike: with one status, or by hanging up. */
final class FakeEdge implements AutoCloseable {

    /** Instead of a status: the connection ends without an answer. */
    static final int HANGS_UP = 0;

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final int status;

    /** One request as it came. */
    record Asked(String method, String target, Headers headers) {}

    private FakeEdge(HttpServer server, int status) {
        this.server = server;
        this.status = status;
    }

    static FakeEdge answering(int status) throws IOException {
        FakeEdge edge =
                new FakeEdge(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), status);
        edge.server.createContext("/", edge::handle);
        edge.server.start();
        return edge;
    }

    private void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        asked.add(new Asked(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
        if (status != HANGS_UP) {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What was asked of it so far, in order. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
