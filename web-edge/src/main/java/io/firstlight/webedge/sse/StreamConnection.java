package io.firstlight.webedge.sse;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.socket.ClientConnection;
import io.firstlight.webedge.socket.Connections;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;

/** One event stream: subscribed from its first moment on, never asked for anything. Thread-safe. */
final class StreamConnection implements ClientConnection {

    /** How often the client is told its position: often enough that no proxy takes the stream for dead. */
    private static final int POSITION_EVERY_MS = 15_000;

    private final HubLoop hub;
    private final Connections connections;
    private final ServletSink sink;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private final @Nullable String tokenId;
    private final AtomicBoolean ended = new AtomicBoolean();

    StreamConnection(
            HubLoop hub,
            Connections connections,
            AsyncContext context,
            ServletOutputStream out,
            @Nullable String tokenId) {
        this.hub = hub;
        this.connections = connections;
        this.tokenId = tokenId;
        this.sink = new ServletSink(context, out, this::end);
        this.outbox = connections.outbox(sink);
        this.subscriber = new Subscriber(outbox);
        outbox.onRoom(() -> hub.execute(h -> h.roomFor(subscriber)));
        out.setWriteListener(sink);
    }

    /** Begins. */
    void open(StreamRequest request) {
        connections.add(this);
        Subscription subscription = new Subscription(
                subscriber, request.target(), StreamShape.INSTANCE, new StreamAnswers(), 0, POSITION_EVERY_MS);
        hub.execute(h -> h.subscribe(subscription, request.start()));
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            connections.remove(this);
            outbox.close();
            hub.execute(h -> h.leave(subscriber));
        }
    }

    @Override
    public @Nullable String tokenId() {
        return tokenId;
    }

    @Override
    public long heldBytes() {
        return outbox.heldBytes();
    }

    @Override
    public void close(CloseCode code) {
        end();
        sink.close(code);
    }

    @Override
    public void keepAlive() {
        // The position events do that.
    }
}
