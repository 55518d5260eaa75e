package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.awaitility.Awaitility.await;

/** A WebSocket client that keeps whole frames in the order they came, text and binary alike as text. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private static final long PATIENCE_S = 20;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final AtomicInteger textFrames = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    static SocketClient connect(HttpClient http, URI uri) {
        return connect(http, uri, Map.of());
    }

    /** The same with further headers in the handshake. */
    static SocketClient connect(HttpClient http, URI uri, Map<String, String> headers) {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    SocketClient send(String frame) {
        socket().sendText(frame, true).join();
        return this;
    }

    SocketClient sendBinary(byte[] frame) {
        socket().sendBinary(ByteBuffer.wrap(frame), true).join();
        return this;
    }

    SocketClient subscribe(String category, String csc, String salindex, String stream) {
        return send("{\"option\":\"subscribe\",\"category\":\"" + category + "\",\"csc\":\"" + csc
                + "\",\"salindex\":\"" + salindex + "\",\"stream\":\"" + stream + "\"}");
    }

    /** The next frame; fails if none comes. */
    String next() throws InterruptedException {
        String frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame within " + PATIENCE_S + " s");
        }
        return frame;
    }

    /** Whether a frame waits to be taken. */
    boolean hasNext() {
        return !frames.isEmpty();
    }

    JsonNode nextJson() throws InterruptedException {
        try {
            return Json.mapper().readTree(next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many of the frames so far were text; the others were binary. */
    int textFrames() {
        return textFrames.get();
    }

    /** Whether a frame has come that was not taken yet. */
    boolean hasFrame() {
        return !frames.isEmpty();
    }

    /** Waits for a frame or the end of the connection, and tells whether it has ended. */
    boolean endsBeforeAFrame() {
        await().atMost(PATIENCE_S, TimeUnit.SECONDS).until(() -> hasFrame() || closeCode.isDone());
        return !hasFrame();
    }

    int closeCode() throws Exception {
        return closeCode.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Closes in order, and returns when the server has taken all that was sent. */
    void finish() throws Exception {
        socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        closeCode();
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            textFrames.incrementAndGet();
        }
        return received(webSocket, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        partial.append(StandardCharsets.UTF_8.decode(data));
        return received(webSocket, last);
    }

    private @Nullable CompletionStage<?> received(WebSocket webSocket, boolean last) {
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    /** Is gone without a word. */
    void vanish() {
        socket().abort();
    }

    @Override
    public void close() {
        vanish();
    }
}
