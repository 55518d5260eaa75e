package io.firstlight.webedge.session;

import io.firstlight.auth.AuthException;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.user.User;
import io.firstlight.ingest.notice.Notices;
import io.firstlight.schemas.notice.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Logins through an edge. Every route that logs somebody in comes through here, so that a user's sessions beyond the limit end alike: first
 * one notice {@code control-limit_reached_<user id>}, <code>{"group_name": "control", "reason": "limit_reached"}</code>, then the oldest tokens
 * are revoked as by a logout, which closes their sockets on every edge. The notice is in the log before the revocation is written, so that
 * the sockets that end normally hear it first.
 *
 * <p>Thread-safe. A call blocks for the hash of a password, and, only when sessions end, for Kafka, some seconds at most: if Kafka is away,
 * nobody is told but they end none the less.
 */
public final class Logins {

    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    private static final String GROUP = "control";
    private static final String REASON = "limit_reached";
    private static final String PAYLOAD = "{\"group_name\": \"" + GROUP + "\", \"reason\": \"" + REASON + "\"}";

    /** Together with the longest time that a send may block it is less than what auth leaves these tokens. */
    private static final long TELL_WITHIN_S = 3;

    private final AuthService auth;
    private final Notices notices;
    private final RevocationLog revocations;
    private final Supplier<CompletableFuture<Void>> dispatched;

    /**
     * Logins to that service.
     *
     * @param dispatched completes when what the log holds at the time of the call has gone to this edge's sockets
     */
    public Logins(
            AuthService auth,
            Notices notices,
            RevocationLog revocations,
            Supplier<CompletableFuture<Void>> dispatched) {
        this.auth = auth;
        this.notices = notices;
        this.revocations = revocations;
        this.dispatched = dispatched;
    }

    /**
     * Checks name and password, see {@link AuthService#login}; when it returns, the tokens that are too many are revoked.
     *
     * @param source the client's address; it only counts attempts
     */
    public LoginOutcome logIn(String userName, String password, String source) {
        LoginOutcome outcome = auth.login(userName, password, source);
        if (outcome instanceof LoginOutcome.LoggedIn in && !in.ended().isEmpty()) {
            tell(in.session().principal().user());
            in.ended().forEach(this::end);
        }
        return outcome;
    }

    /** Sockets are closed next: they must have been told before, not only the log. */
    private void tell(User user) {
        try {
            notices.emit(Notice.ofType(GROUP, REASON + '_' + user.id()), PAYLOAD)
                    .thenCompose(written -> dispatched.get())
                    .get(TELL_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("sessions of {} end without a notice: {}", user.name(), e.toString());
        }
    }

    private void end(String tokenId) {
        try {
            // Whether all edges have closed its sockets is nothing to the new session.
            var unused = revocations.revoke(tokenId, Revocation.Reason.SESSION_LIMIT);
        } catch (AuthException e) {
            log.warn("a session that is too many ends by itself, as it could not be revoked: {}", e.getMessage());
        }
    }
}
