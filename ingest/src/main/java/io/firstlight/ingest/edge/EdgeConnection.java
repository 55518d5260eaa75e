package io.firstlight.ingest.edge;

import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One WebSocket to an edge. {@link #send} is for one thread; whole frames come on a thread of the HTTP client, one at a time. */
final class EdgeConnection implements WebSocket.Listener {

    private static final long LAST_WORD_MS = 1_000;

    private final Consumer<String> frames;
    private final StringBuilder partial = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable WebSocket socket;
    private volatile boolean aborted;
    private volatile @Nullable String end;
    private volatile int closeCode;
    private volatile long lastSignNanos = System.nanoTime();

    EdgeConnection(Consumer<String> frames) {
        this.frames = frames;
    }

    /** Opens it, within that time. */
    CompletableFuture<WebSocket> open(HttpClient http, URI address, Duration patience) {
        return http.newWebSocketBuilder()
                .connectTimeout(patience)
                .buildAsync(address, this)
                .whenComplete((opened, failure) -> {
                    socket = opened;
                    // Nobody waits for it any more.
                    if (aborted && opened != null) {
                        opened.abort();
                    }
                });
    }

    /**
     * Sends a frame; returns when it is with the transport, which may take as long as the edge reads nothing. Throws {@link CompletionException} if the
     * connection is broken, or nothing comes from the edge meanwhile, no ping either.
     */
    void send(String frame, Duration silence) throws InterruptedException {
        WebSocket opened = socket;
        if (opened == null || end != null) {
            throw new CompletionException(new IllegalStateException(end == null ? "it is not open" : end));
        }
        CompletableFuture<WebSocket> sent = opened.sendText(frame, true);
        while (!isSilentFor(silence)) {
            try {
                sent.get(silence.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause());
            } catch (TimeoutException e) {
                // An edge whose log is away reads nothing, and is there: its pings tell.
            }
        }
        throw new CompletionException(new IllegalStateException("the edge says nothing any more"));
    }

    boolean isOpen() {
        return end == null;
    }

    /** Why it is no longer open. */
    @Nullable
    String end() {
        return end;
    }

    /** Whether the edge has closed it for a frame above its limit. Waits a little for its word: a send may break before that comes. */
    boolean isClosedForSize() throws InterruptedException {
        return ended.await(LAST_WORD_MS, TimeUnit.MILLISECONDS) && closeCode == CloseCode.TOO_LARGE.number();
    }

    boolean isSilentFor(Duration time) {
        return System.nanoTime() - lastSignNanos > time.toNanos();
    }

    void close() {
        WebSocket opened = socket;
        if (opened != null) {
            var unused = opened.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
    }

    /** Ends it at once, also if it is still to open. */
    void abort() {
        aborted = true;
        WebSocket opened = socket;
        if (opened != null) {
            opened.abort();
        }
    }

    /** What went wrong, in few words. */
    static String reason(Exception failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof WebSocketHandshakeException refused) {
            return "refused with status " + refused.getResponse().statusCode();
        }
        if (failure instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "no answer";
        }
        boolean wrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wrapped && cause != null ? cause.toString() : failure.toString();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        lastSignNanos = System.nanoTime();
        if (last && partial.isEmpty()) {
            frames.accept(data.toString());
        } else {
            partial.append(data);
            if (last) {
                String frame = partial.toString();
                partial.setLength(0);
                frames.accept(frame);
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        lastSignNanos = System.nanoTime();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        end = "code " + statusCode + (reason.isEmpty() ? "" : ", " + reason);
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end = String.valueOf(error);
        ended.countDown();
    }
}
