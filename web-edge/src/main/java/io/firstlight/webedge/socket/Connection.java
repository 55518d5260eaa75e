package io.firstlight.webedge.socket;

import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.Outbox;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One WebSocket connection. Reading pauses while {@link #MAX_PENDING} of its requests are under way, so that its share of every queue
 * behind it is bounded. Public because Jetty calls it; {@link #began}, {@link #ended}, {@link #held}, {@link #released} and {@link #close} are
 * thread-safe.
 */
public final class Connection implements Session.Listener, ClientConnection {

    /** Requests of one connection that may be under way at once. */
    public static final int MAX_PENDING = 512;

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final Connections connections;
    private final Conversation.Opening opening;
    private final Frames frames;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger holds = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Principal principal;
    private volatile boolean ending;
    private @Nullable Session session;
    private volatile @Nullable FrameWriter writer;

    /** Which kind of frame carries data to the client. */
    public enum Frames {
        TEXT(OpCode.TEXT),
        BINARY(OpCode.BINARY);

        private final byte opCode;

        Frames(byte opCode) {
            this.opCode = opCode;
        }
    }

    private record FrameWriter(JettySink sink, Outbox outbox, Conversation conversation) {}

    /**
     * A connection whose handshake is under way.
     *
     * @param principal who opens it, null if that was not asked
     */
    Connection(Connections connections, Conversation.Opening opening, Frames frames, @Nullable Principal principal) {
        this.connections = connections;
        this.opening = opening;
        this.frames = frames;
        this.principal = principal;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        JettySink sink = new JettySink(((WebSocketSession) opened).getCoreSession(), frames.opCode);
        Outbox outbox = connections.outbox(sink);
        writer = new FrameWriter(sink, outbox, opening.open(this, outbox));
        connections.add(this);
        opened.demand();
    }

    @Override
    public void onWebSocketText(String frame) {
        if (writer != null && !ending) {
            writer.conversation.text(frame);
        }
        demand();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        if (writer != null && !ending) {
            writer.conversation.binary();
        }
        demand();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        log.debug("connection failed: {}", cause.toString());
        end();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        callback.succeed();
        end();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            connections.remove(this);
            if (writer != null) {
                writer.outbox.close();
                writer.conversation.closed();
            }
        }
    }

    /** A request of this connection goes on after its frame was handled. */
    public void began() {
        pending.incrementAndGet();
    }

    /** A request announced with {@link #began} is done. */
    public void ended() {
        pending.decrementAndGet();
        goOn();
    }

    /** Nothing more is read from the client until {@link #released}, as often as it was held. */
    public void held() {
        holds.incrementAndGet();
    }

    /** Ends one {@link #held}. */
    public void released() {
        holds.decrementAndGet();
        goOn();
    }

    private void goOn() {
        if (!mustPause() && paused.compareAndSet(true, false)) {
            demandNext();
        }
    }

    private boolean mustPause() {
        return pending.get() >= MAX_PENDING || holds.get() > 0;
    }

    private void demand() {
        if (mustPause()) {
            paused.set(true);
            // What it waits for may have ended between the two lines above; then nobody else would go on.
            if (mustPause() || !paused.compareAndSet(true, false)) {
                return;
            }
        }
        demandNext();
    }

    private void demandNext() {
        if (session != null && session.isOpen()) {
            session.demand();
        }
    }

    /** Closes with that code, after what was written already; what waits in the outbox is forgotten. */
    @Override
    public CompletableFuture<@Nullable Void> close(CloseCode code) {
        ending = true;
        FrameWriter opened = writer;
        if (opened == null) {
            return CompletableFuture.completedFuture(null);
        }
        opened.outbox.close();
        return opened.sink.end(code);
    }

    @Override
    public boolean ending() {
        return ending;
    }

    @Override
    public void keepAlive() {
        if (session != null && session.isOpen()) {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    @Override
    public long heldBytes() {
        FrameWriter opened = writer;
        return opened == null ? 0 : opened.outbox.heldBytes();
    }

    @Override
    public @Nullable Principal principal() {
        return principal;
    }

    @Override
    public void principal(UserPrincipal now) {
        principal = now;
        FrameWriter opened = writer;
        if (opened != null) {
            opened.conversation.principalChanged(now);
        }
    }

    @Override
    public CloseCode whenExpired() {
        FrameWriter opened = writer;
        return opened == null ? CloseCode.TOKEN_EXPIRED : opened.conversation.whenExpired();
    }
}
