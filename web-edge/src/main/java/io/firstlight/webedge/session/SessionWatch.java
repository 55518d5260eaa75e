package io.firstlight.webedge.session;

import io.firstlight.auth.AuthException;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.socket.ClientConnection;
import io.firstlight.webedge.socket.Connections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks twice a second after the users of all open connections: closes those whose token has expired or was revoked, whose user was made
 * inactive or may see less than before, and gives the others their rights of now.
 *
 * <p>Whatever their number, that costs little: while nothing has changed in the database, only connections that are new since the last look are
 * asked about - what their handshake knew may have been a second old - and after a change all are, in one query. Every
 * {@value #LOOKS_UNTIL_ALL} looks all are asked about in any case, so that nothing rests on the number of changes for good.
 *
 * <p>While the database is away open connections stay, until their tokens expire: for that nobody need be asked. Owns two threads, so that a
 * database that hangs does not keep expired tokens alive; {@link #tokenRevoked} and {@link #usersChanged} may be called by any.
 */
public final class SessionWatch implements LocalSessions, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionWatch.class);
    private static final long LOOK_EVERY_MS = 500;

    /** A minute. */
    static final int LOOKS_UNTIL_ALL = 120;

    private final Connections connections;
    private final TokenCheck tokens;
    private final InstantSource clock;
    private final SessionMeters meters;
    private final ScheduledExecutorService byClock = oneThread("firstlight-token-expiry");
    private final ScheduledExecutorService byDatabase = oneThread("firstlight-token-check");
    /** A look that has been asked for and has not begun. */
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> nextLook = new AtomicReference<>();
    // Owned by the database's thread.
    private boolean databaseAway;
    private Set<ClientConnection> looked = Set.of();
    private long changesLooked;
    private int looksSinceAll;

    /** Knows what tokens are worth; both throw {@link AuthException} if nobody can say. */
    public interface TokenCheck {

        /** A number that is another after each change. */
        long changes();

        /** What they are worth now, by token id. */
        Map<String, Authentication> recheck(Collection<UserPrincipal> principals);

        /** Asks that service. */
        static TokenCheck of(AuthService auth) {
            return new TokenCheck() {
                @Override
                public long changes() {
                    return auth.changes();
                }

                @Override
                public Map<String, Authentication> recheck(Collection<UserPrincipal> principals) {
                    return auth.recheck(principals);
                }
            };
        }
    }

    /** A watch that has not begun. */
    public SessionWatch(Connections connections, TokenCheck tokens, InstantSource clock, SessionMeters meters) {
        this.connections = connections;
        this.tokens = tokens;
        this.clock = clock;
        this.meters = meters;
    }

    private static ScheduledExecutorService oneThread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Begins to look. */
    public void start() {
        every(byClock, this::endExpired);
        every(byDatabase, () -> {
            var unused = look();
        });
    }

    private static void every(ScheduledExecutorService thread, Runnable work) {
        // What fails once is tried again; a scheduler would leave it off for good.
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.error("open connections could not be checked", e);
            }
        };
        var unused = thread.scheduleWithFixedDelay(guarded, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Closes the connections whose token's life is over. */
    void endExpired() {
        Instant now = clock.instant();
        for (ClientConnection connection : connections.open()) {
            if (connection.principal() instanceof UserPrincipal user && !now.isBefore(user.expiresAt())) {
                var unused = end(connection, connection.whenExpired(), "expired");
            }
        }
    }

    /** Asks about all that may have changed, and does what follows. */
    CompletableFuture<@Nullable Void> look() {
        Set<ClientConnection> open = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ClientConnection connection : connections.open()) {
            if (!connection.ending() && connection.principal() instanceof UserPrincipal) {
                open.add(connection);
            }
        }
        if (open.isEmpty()) {
            looked = Set.of();
            return CompletableFuture.completedFuture(null);
        }
        try {
            // Asked before: a change that comes between is looked after again by the next look.
            long changes = tokens.changes();
            boolean all = changes != changesLooked || looksSinceAll >= LOOKS_UNTIL_ALL || looked.isEmpty();
            CompletableFuture<@Nullable Void> done = look(
                    all ? open : open.stream().filter(c -> !looked.contains(c)).toList());
            looked = open;
            changesLooked = changes;
            looksSinceAll = all ? 0 : looksSinceAll + 1;
            databaseAnswers();
            return done;
        } catch (AuthException e) {
            failed(e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<@Nullable Void> look(Collection<ClientConnection> asked) {
        Map<String, UserPrincipal> users = new HashMap<>();
        for (ClientConnection connection : asked) {
            if (connection.principal() instanceof UserPrincipal user) {
                users.put(user.tokenId(), user);
            }
        }
        if (users.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, Authentication> answers = tokens.recheck(users.values());
        List<CompletableFuture<@Nullable Void>> closing = new ArrayList<>();
        for (ClientConnection connection : asked) {
            if (connection.principal() instanceof UserPrincipal user) {
                switch (answers.get(user.tokenId())) {
                    case Authentication.Authenticated held -> renew(connection, user, held.principal(), closing);
                    case Authentication.Refused refused -> closing.add(refuse(connection, refused.reason()));
                    case null -> throw new IllegalStateException("no answer for token " + user.tokenId());
                }
            }
        }
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    private void renew(
            ClientConnection connection,
            UserPrincipal before,
            UserPrincipal now,
            List<CompletableFuture<@Nullable Void>> closing) {
        if (now.equals(before)) {
            return;
        }
        connection.principal(now);
        if (!now.seesAllThat(before)) {
            closing.add(end(connection, CloseCode.RIGHTS_CHANGED, "rights"));
        }
    }

    private CompletableFuture<@Nullable Void> refuse(ClientConnection connection, Authentication.Reason reason) {
        CloseCode code = reason == Authentication.Reason.EXPIRED ? connection.whenExpired() : CloseCode.LOGGED_OUT;
        return end(connection, code, reason.name().toLowerCase(Locale.ROOT));
    }

    private CompletableFuture<@Nullable Void> end(ClientConnection connection, CloseCode code, String why) {
        if (!connection.ending()) {
            meters.ended(why);
        }
        return connection.close(code);
    }

    private void databaseAnswers() {
        if (databaseAway) {
            log.info("the database answers again: open connections are checked");
            databaseAway = false;
        }
    }

    private void failed(AuthException e) {
        meters.lookFailed();
        if (!databaseAway) {
            databaseAway = true;
            log.warn("open connections cannot be checked and stay until their tokens expire: {}", e.getMessage());
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> tokenRevoked(String tokenId) {
        return connections.closeOf(tokenId);
    }

    @Override
    public CompletableFuture<@Nullable Void> usersChanged() {
        CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> before = nextLook.compareAndExchange(null, asked);
        if (before != null) {
            return before;
        }
        try {
            byDatabase.execute(() -> lookFor(asked));
        } catch (RejectedExecutionException e) {
            // The edge closes, and with it all that it has.
            asked.complete(null);
        }
        return asked;
    }

    private void lookFor(CompletableFuture<@Nullable Void> asked) {
        nextLook.set(null);
        try {
            var unused = look().thenRun(() -> asked.complete(null));
        } catch (RuntimeException e) {
            log.error("open connections could not be checked", e);
            asked.complete(null);
        }
    }

    /** Ends the threads, without waiting for a query that is under way. */
    @Override
    public void close() {
        byClock.shutdownNow();
        byDatabase.shutdownNow();
    }
}
