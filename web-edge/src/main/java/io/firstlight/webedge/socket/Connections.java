package io.firstlight.webedge.socket;

import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.outbox.FrameSink;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
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
    private final UserPlaces places;
    private final LateTokens revoked = new LateTokens();

    /**
     * No connections yet.
     *
     * @param outboxBytes the most that may wait for one connection
     * @param perUser the most that one user may have
     * @param clockMs what outboxes measure intervals with
     */
    public Connections(int outboxBytes, int perUser, MeterRegistry meters, LongSupplier clockMs) {
        this.outboxBytes = outboxBytes;
        this.outboxMeters = new OutboxMeters(meters);
        this.clockMs = clockMs;
        this.places = new UserPlaces(perUser, clockMs);
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

    /**
     * The listener for a handshake that is to be accepted; null if its user has as many connections as one may have, and it must be refused.
     *
     * @param principal who opens it, null if that was not asked
     */
    public @Nullable Connection accept(
            Conversation.Opening opening, Connection.Frames frames, @Nullable Principal principal) {
        Connection connection = new Connection(this, opening, frames, principal);
        return admit(principal, connection) ? connection : null;
    }

    /**
     * Takes a place for a connection that is about to open; it is given back by {@link #remove}.
     *
     * @return false if its user has as many connections as one may have; processes and strangers may have any number
     */
    public boolean admit(@Nullable Principal principal, ClientConnection connection) {
        return !(principal instanceof UserPrincipal user) || places.take(user.name(), connection);
    }

    /** All that are open: a view that may be walked while they come and go. */
    public Collection<ClientConnection> open() {
        return Collections.unmodifiableSet(open);
    }

    /**
     * Closes every connection that was opened with the token, as LOVE does when it is deleted: code 1000. Also one whose handshake is under way
     * meanwhile.
     *
     * @return completes when the ends are with the transport: within a second; never fails
     */
    public CompletableFuture<@Nullable Void> closeOf(String tokenId) {
        revoked.add(tokenId);
        List<CompletableFuture<@Nullable Void>> closing = new ArrayList<>();
        for (ClientConnection connection : open) {
            if (connection.principal() instanceof UserPrincipal user
                    && user.tokenId().equals(tokenId)) {
                closing.add(connection.close(CloseCode.LOGGED_OUT));
            }
        }
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /** Takes a connection that has just opened. */
    public void add(ClientConnection connection) {
        open.add(connection);
        if (connection.principal() instanceof UserPrincipal user) {
            places.opened(user.name(), connection);
            if (revoked.contains(user.tokenId())) {
                var unused = connection.close(CloseCode.LOGGED_OUT);
            }
        }
    }

    /** Forgets one that has ended. */
    public void remove(ClientConnection connection) {
        open.remove(connection);
        if (connection.principal() instanceof UserPrincipal user) {
            places.free(user.name(), connection);
        }
    }

    /** An outbox for a connection that opens. */
    public Outbox outbox(FrameSink sink) {
        return new Outbox(sink, outboxBytes, outboxMeters, clockMs);
    }

    /** Closes every connection with that code. */
    public void closeAll(CloseCode code) {
        for (ClientConnection connection : open) {
            var unused = connection.close(code);
        }
    }

    /** Tells every client that the edge goes away, so that it reconnects elsewhere. */
    @Override
    public void close() {
        pinger.cancel();
        closeAll(CloseCode.GOING_AWAY);
    }
}
