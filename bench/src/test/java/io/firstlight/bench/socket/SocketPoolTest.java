package io.firstlight.bench.socket;

import io.javalin.Javalin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Against a real WebSocket server. */
class SocketPoolTest {

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Recorded events = new Recorded();
    private Javalin server = Javalin.create();

    private static final class Recorded implements SocketEvents {
        private final List<ClientSocket> open = new ArrayList<>();
        private final List<String> messages = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();

        @Override
        public void opened(ClientSocket socket) {
            open.add(socket);
        }

        @Override
        public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
            messages.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void ended(ClientSocket socket, String reason) {
            ended.add(reason);
        }
    }

    @BeforeEach
    void startServer() {
        server = Javalin.create(http -> {
            http.startup.showJavalinBanner = false;
            http.routes.ws(
                    "/echo",
                    socket -> socket.onMessage(message -> {
                        switch (message.message()) {
                            case "close" -> message.closeSession(4001, "enough");
                            case "ping" -> message.sendPing();
                            default -> message.send(message.message());
                        }
                    }));
        });
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void opensManyConnectionsAndTalksOnEach() throws IOException {
        try (SocketPool pool = pool("/echo", 120)) {
            pollUntil(pool, () -> events.open.size() == 120);
            for (ClientSocket socket : events.open) {
                socket.send(List.of(bytes("first of " + socket.index()), bytes("second of " + socket.index())));
            }
            pollUntil(pool, () -> events.messages.size() == 240);
        }

        assertThat(events.messages).contains("first of 0", "second of 0", "first of 119", "second of 119");
        assertThat(events.ended).isEmpty();
    }

    @Test
    void passesLargeMessagesWhole() throws IOException {
        String large = "x".repeat(60_000);
        try (SocketPool pool = pool("/echo", 1)) {
            pollUntil(pool, () -> events.open.size() == 1);
            events.open.getFirst().send(List.of(bytes(large), bytes(large), bytes("small")));
            pollUntil(pool, () -> events.messages.size() == 3);
        }

        assertThat(events.messages).containsExactly(large, large, "small");
    }

    @Test
    void tellsWhyTheServerClosedAndLeavesTheOthersOpen() throws IOException {
        try (SocketPool pool = pool("/echo", 2)) {
            pollUntil(pool, () -> events.open.size() == 2);
            events.open.get(0).send(List.of(bytes("ping"), bytes("close")));
            pollUntil(pool, () -> events.ended.size() == 1);
            events.open.get(1).send(List.of(bytes("still here")));
            pollUntil(pool, () -> events.messages.contains("still here"));
        }

        assertThat(events.ended).singleElement().asString().contains("4001").contains("enough");
    }

    @Test
    void tellsThatTheServerRefuses() throws IOException {
        try (SocketPool pool = pool("/nothing-here", 1)) {
            pollUntil(pool, () -> events.ended.size() == 1);
        }

        assertThat(events.ended).singleElement().asString().contains("404");
    }

    @Test
    void tellsThatNobodyListens() throws IOException {
        int port = server.port();
        server.stop();

        try (SocketPool pool = new SocketPool(URI.create("ws://127.0.0.1:" + port + "/echo"), 1, events)) {
            pollUntil(pool, () -> events.ended.size() == 1);
        }

        assertThat(events.open).isEmpty();
    }

    private SocketPool pool(String path, int size) throws IOException {
        return new SocketPool(URI.create("ws://127.0.0.1:" + server.port() + path), size, events);
    }

    private static void pollUntil(SocketPool pool, BooleanSupplier done) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(deadline);
            pool.poll(50);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
