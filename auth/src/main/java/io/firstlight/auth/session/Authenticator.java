package io.firstlight.auth.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.session.Authentication.Authenticated;
import io.firstlight.auth.session.Authentication.Reason;
import io.firstlight.auth.session.Authentication.Refused;
import io.firstlight.auth.token.IssuedTokens;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.token.TokenClaims;
import io.firstlight.auth.token.TokenVerifier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says what tokens are worth.
 *
 * <p>Each check looks at signature and expiry; revocation, user and rights are remembered per token for {@link #STALENESS}, for at most
 * {@value #REMEMBERED} tokens. So a change made by another process is seen within a second, a change made by this one at once, and a
 * token in use costs one query a second, however often it is shown. When the database does not answer, what is remembered still holds;
 * then the query's exception comes out.
 */
public final class Authenticator {

    /** How old the answer to "is it revoked, is he active, what may he do" can be. */
    public static final Duration STALENESS = Duration.ofSeconds(1);

    private static final int REMEMBERED = 20_000;

    private final TokenVerifier verifier;
    private final SessionQuery query;
    private final Clock clock;
    private final Cache<String, Optional<TokenState>> recent;

    /**
     * @param verifier for signatures
     * @param database the database
     * @param tokens whose revocations are seen at once
     * @param clock for expiry
     * @param ticker for staleness; a monotonic clock
     */
    public Authenticator(
            TokenVerifier verifier, AuthDatabase database, IssuedTokens tokens, Clock clock, Ticker ticker) {
        this.verifier = verifier;
        this.query = new SessionQuery(database);
        this.clock = clock;
        this.recent = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(STALENESS)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        // The list lives as long as this.
        Runnable unused = tokens.onRevoked(this::forget);
    }

    /** What the token is worth; any text may be given. */
    public Authentication authenticate(String token) {
        return verifier.verify(token)
                .map(claims -> state(claims.tokenId(), claims.expiresAt()))
                .orElseGet(() -> new Refused(Reason.INVALID));
    }

    /** The same for a principal met before, with the rights of now: for connections that last. */
    public Authentication recheck(UserPrincipal principal) {
        return state(principal.tokenId(), principal.expiresAt());
    }

    /**
     * The same for many at once, in one query and past what is remembered: for an edge that looks regularly after the connections it has.
     *
     * @return by token id, an answer for each
     */
    public Map<String, Authentication> recheck(Collection<UserPrincipal> principals) {
        Map<String, Instant> expiries = new HashMap<>();
        principals.forEach(principal -> expiries.put(principal.tokenId(), principal.expiresAt()));
        Map<String, TokenState> states = expiries.isEmpty() ? Map.of() : query.find(expiries.keySet());
        Map<String, Authentication> answers = new HashMap<>();
        expiries.forEach((tokenId, expiresAt) -> {
            Authentication answer = answer(Optional.ofNullable(states.get(tokenId)), tokenId, expiresAt);
            if (answer instanceof Refused) {
                recent.invalidate(tokenId);
            }
            answers.put(tokenId, answer);
        });
        return answers;
    }

    /** See {@link SessionQuery#changes}. */
    public long changes() {
        return query.changes();
    }

    /** Asks the database again for that token. */
    public void forget(String tokenId) {
        recent.invalidate(tokenId);
    }

    private void forget(Revocation revocation) {
        switch (revocation) {
            case Revocation.OfToken of -> recent.invalidate(of.tokenId());
            case Revocation.OfUser of -> recent.invalidateAll();
        }
    }

    /** The principal of a token that was just issued; empty when its user is gone or inactive. */
    Optional<UserPrincipal> principal(TokenClaims claims) {
        return state(claims.tokenId(), claims.expiresAt()) instanceof Authenticated authenticated
                ? Optional.of(authenticated.principal())
                : Optional.empty();
    }

    /** Asks the database again for everybody: after users or rights were changed. */
    public void forgetAll() {
        recent.invalidateAll();
    }

    private Authentication state(String tokenId, Instant expiresAt) {
        if (!clock.instant().isBefore(expiresAt)) {
            return new Refused(Reason.EXPIRED);
        }
        return answer(recent.get(tokenId, query::find), tokenId, expiresAt);
    }

    private Authentication answer(Optional<TokenState> found, String tokenId, Instant expiresAt) {
        Instant now = clock.instant();
        if (!now.isBefore(expiresAt)) {
            return new Refused(Reason.EXPIRED);
        }
        if (found.isEmpty() || found.get().revokedAt(now)) {
            return new Refused(Reason.REVOKED);
        }
        TokenState state = found.get();
        return state.user().active()
                ? new Authenticated(new UserPrincipal(state.user(), state.rights(), tokenId, expiresAt))
                : new Refused(Reason.USER_INACTIVE);
    }
}
