package io.firstlight.webedge.sse;

import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One event stream: subscribed from its first moment on, never asked for anything. Thread-safe. */
final class StreamConnection implements ClientConnection {

    /** How often the client is told its position: often enough that no proxy takes the stream for dead. */
    private static final int POSITION_EVERY_MS = 15_000;

    private final HubLoop hub;
    private final Connections connections;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile UserPrincipal principal;
    private volatile boolean ending;
    private volatile @Nullable Opened opened;

    private record Opened(ServletSink sink, Outbox outbox, Subscriber subscriber) {}

    /** A stream that has not begun. */
    StreamConnection(HubLoop hub, Connections connections, UserPrincipal principal) {
        this.hub = hub;
        this.connections = connections;
        this.principal = principal;
    }

    /**
     * Begins.
     *
     * @param disconnect cuts the client off
     */
    void open(StreamRequest request, AsyncContext context, ServletOutputStream out, Runnable disconnect) {
        ServletSink sink = new ServletSink(context, out, this::end, disconnect);
        Outbox outbox = connections.outbox(sink);
        Subscriber subscriber = new Subscriber(outbox);
        outbox.onRoom(() -> hub.execute(h -> h.roomFor(subscriber)));
        opened = new Opened(sink, outbox, subscriber);
        out.setWriteListener(sink);
        Subscription subscription = new Subscription(
                subscriber, request.target(), StreamShape.INSTANCE, new StreamAnswers(), 0, POSITION_EVERY_MS);
        hub.execute(h -> h.subscribe(subscription, request.start()));
        connections.add(this);
        // The client may be gone again, when there was nothing to be removed yet.
        if (ended.get() && !ending) {
            connections.remove(this);
        }
    }

    private void end() {
        Opened begun = opened;
        if (begun != null && ended.compareAndSet(false, true)) {
            begun.outbox.close();
            hub.execute(h -> h.leave(begun.subscriber));
            if (!ending) {
                connections.remove(this);
            }
        }
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public void principal(UserPrincipal now) {
        principal = now;
    }

    /** An event stream ends without a code; whoever comes back is told by the answer. */
    @Override
    public CloseCode whenExpired() {
        return CloseCode.TOKEN_EXPIRED;
    }

    @Override
    public boolean ending() {
        return ending;
    }

    @Override
    public long heldBytes() {
        Opened begun = opened;
        return begun == null ? 0 : begun.outbox.heldBytes();
    }

    @Override
    public CompletableFuture<@Nullable Void> close(CloseCode code) {
        ending = true;
        end();
        Opened begun = opened;
        return begun == null
                ? CompletableFuture.completedFuture(null)
                : begun.sink.end(code).thenRun(() -> connections.remove(this));
    }

    @Override
    public void keepAlive() {
        // The position events do that.
    }
}
