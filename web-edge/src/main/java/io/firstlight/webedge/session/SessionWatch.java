package io.firstlight.webedge.session;

import io.firstlight.auth.AuthException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks twice a second after the users of all open connections: closes those whose token has expired or was revoked, whose user was made
 * inactive or may see less than before, and gives the others their rights of now. One query for all, whatever their number.
 *
 * <p>While the database is away open connections stay, until their tokens expire: for that nobody need be asked. Owns two threads, so that a
 * database that hangs does not keep expired tokens alive; {@link #tokenRevoked} and {@link #usersChanged} may be called by any.
 */
public final class SessionWatch implements LocalSessions, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionWatch.class);
    private static final long LOOK_EVERY_MS = 500;

    private final Connections connections;
    private final TokenCheck tokens;
    private final InstantSource clock;
    private final SessionMeters meters;
    private final ScheduledExecutorService byClock = oneThread("firstlight-token-expiry");
    private final ScheduledExecutorService byDatabase = oneThread("firstlight-token-check");
    /** A look that has been asked for and has not begun. */
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> nextLook = new AtomicReference<>();
    /** Owned by the database's thread. */
    private boolean databaseAway;

    /** Says what tokens are worth now, by token id; throws {@link AuthException} if nobody can say. */
    public interface TokenCheck {
        Map<String, Authentication> recheck(Collection<UserPrincipal> principals);
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

    /** Asks about all others, and does what follows. */
    CompletableFuture<@Nullable Void> look() {
        Map<String, UserPrincipal> users = new HashMap<>();
        for (ClientConnection connection : connections.open()) {
            if (!connection.ending() && connection.principal() instanceof UserPrincipal user) {
                users.put(user.tokenId(), user);
            }
        }
        if (users.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, Authentication> answers;
        try {
            answers = tokens.recheck(users.values());
        } catch (AuthException e) {
            failed(e);
            return CompletableFuture.completedFuture(null);
        }
        if (databaseAway) {
            log.info("the database answers again: open connections are checked");
            databaseAway = false;
        }
        List<CompletableFuture<@Nullable Void>> closing = new ArrayList<>();
        for (ClientConnection connection : connections.open()) {
            if (connection.principal() instanceof UserPrincipal user) {
                switch (answers.get(user.tokenId())) {
                    case Authentication.Authenticated held -> renew(connection, user, held.principal(), closing);
                    case Authentication.Refused refused -> closing.add(refuse(connection, refused.reason()));
                    // It was opened meanwhile, and checked for that.
                    case null -> {}
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
        CloseCode code =
                reason == Authentication.Reason.EXPIRED ? connection.whenExpired() : CloseCode.LOGGED_OUT;
        return end(connection, code, reason.name().toLowerCase(Locale.ROOT));
    }

    private CompletableFuture<@Nullable Void> end(ClientConnection connection, CloseCode code, String why) {
        if (!connection.ending()) {
            meters.ended(why);
        }
        return connection.close(code);
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
