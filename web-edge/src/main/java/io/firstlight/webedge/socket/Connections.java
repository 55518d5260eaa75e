package io.firstlight.webedge.socket;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.FrameSink;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** The open connections of an edge. Thread-safe. */
public final class Connections implements AutoCloseable {

    /** How often each connection is pinged; proxies in between usually give up after 60 s of silence. */
    private static final Duration PING_EVERY = Duration.ofSeconds(20);

    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final Timer pinger = new Timer("firstlight-ping", true);
    private final int outboxBytes;
    private final OutboxMeters outboxMeters;
    private final LongSupplier clockMs;

    /**
     * No connections yet.
     *
     * @param outboxBytes the most that may wait for one connection
     * @param clockMs what outboxes measure intervals with
     */
    public Connections(int outboxBytes, MeterRegistry meters, LongSupplier clockMs) {
        this.outboxBytes = outboxBytes;
        this.outboxMeters = new OutboxMeters(meters);
        this.clockMs = clockMs;
        Gauge.builder("firstlight.edge.connections", open, Set::size)
                .description("Open WebSocket connections")
                .register(meters);
        Gauge.builder(
                        "firstlight.edge.outbox.bytes",
                        open,
                        all -> heldBytes(all).sum())
                .description("Bytes held for all connections")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        Gauge.builder(
                        "firstlight.edge.outbox.largest.bytes",
                        open,
                        all -> heldBytes(all).max().orElse(0))
                .description("Bytes held for the connection that most is held for")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    private static LongStream heldBytes(Set<ClientConnection> connections) {
        return connections.stream().mapToLong(ClientConnection::heldBytes);
    }

    /** Begins to ping. */
    public void start() {
        TimerTask pingAll = new TimerTask() {
            @Override
            public void run() {
                open.forEach(ClientConnection::keepAlive);
            }
        };
        pinger.schedule(pingAll, PING_EVERY.toMillis(), PING_EVERY.toMillis());
    }

    /** The listener for a handshake that has been accepted. */
    public Connection accept(Conversation.Opening opening, Connection.Frames frames, @Nullable String tokenId) {
        return new Connection(this, opening, frames, tokenId);
    }

    /** Closes every connection that was opened with the token, as LOVE does when it is deleted: code 1000. */
    public void closeOf(String tokenId) {
        for (ClientConnection connection : open) {
            if (tokenId.equals(connection.tokenId())) {
                connection.close(CloseCode.LOGGED_OUT);
            }
        }
    }

    /** Takes a connection that has just opened. */
    public void add(ClientConnection connection) {
        open.add(connection);
    }

    /** Forgets one that has ended. */
    public void remove(ClientConnection connection) {
        open.remove(connection);
    }

    /** An outbox for a connection that opens. */
    public Outbox outbox(FrameSink sink) {
        return new Outbox(sink, outboxBytes, outboxMeters, clockMs);
    }

    /** Closes every connection with that code. */
    public void closeAll(CloseCode code) {
        open.forEach(connection -> connection.close(code));
    }

    /** Tells every client that the edge goes away, so that it reconnects elsewhere. */
    @Override
    public void close() {
        pinger.cancel();
        closeAll(CloseCode.GOING_AWAY);
    }
}
