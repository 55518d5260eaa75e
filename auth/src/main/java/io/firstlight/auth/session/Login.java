package io.firstlight.auth.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.firstlight.auth.password.PasswordHasher;
import io.firstlight.auth.session.LoginOutcome.BadCredentials;
import io.firstlight.auth.session.LoginOutcome.LoggedIn;
import io.firstlight.auth.session.LoginOutcome.TooManyAttempts;
import io.firstlight.auth.token.IssuedTokens;
import io.firstlight.auth.token.TokenClaims;
import io.firstlight.auth.token.TokenIssuer;
import io.firstlight.auth.user.Credentials;
import io.firstlight.auth.user.User;
import io.firstlight.auth.user.UserTable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Turns a user name and a password into a token. Thread-safe; a call blocks for a hash and some queries. No more than a few hash at once,
 * since each takes its memory; the others wait their turn, some seconds at most.
 */
public final class Login {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final UserTable users;
    private final PasswordHasher hasher;
    private final TokenIssuer issuer;
    private final IssuedTokens tokens;
    private final Authenticator authenticator;
    private final AttemptLimit limit;
    private final Semaphore turns;
    private final int sessionsPerUser;

    /**
     * @param users queries
     * @param hasher for passwords
     * @param issuer for tokens
     * @param tokens the list of those issued
     * @param authenticator for the principal
     * @param policy limits
     * @param ticker for the window of the limit; a monotonic clock
     */
    public Login(
            UserTable users,
            PasswordHasher hasher,
            TokenIssuer issuer,
            IssuedTokens tokens,
            Authenticator authenticator,
            LoginPolicy policy,
            Ticker ticker) {
        this.users = users;
        this.hasher = hasher;
        this.issuer = issuer;
        this.tokens = tokens;
        this.authenticator = authenticator;
        this.limit = new AttemptLimit(policy.attempts(), policy.window(), ticker);
        this.turns = new Semaphore(policy.hashesAtOnce(), true);
        this.sessionsPerUser = policy.sessionsPerUser();
    }

    /** Tries. The source is where the attempt comes from (an IP address); it only counts attempts. */
    public LoginOutcome login(String userName, String password, String source) {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return new TooManyAttempts(LONGEST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TooManyAttempts(LONGEST_WAIT);
        }
        try {
            return inTurn(userName, password, source);
        } finally {
            turns.release();
        }
    }

    private LoginOutcome inTurn(String userName, String password, String source) {
        // A name that nobody can have is not worth a query, and must not reach one: the database refuses NUL.
        boolean legal = User.isLegalName(userName);
        String countedName = legal ? userName : "";
        Duration retryAfter = limit.admit(countedName, source);
        if (retryAfter.isPositive()) {
            return new TooManyAttempts(retryAfter);
        }
        Optional<Credentials> credentials = legal ? users.credentials(userName) : Optional.empty();
        String hash = credentials.map(Credentials::passwordHash).orElse(null);
        boolean matches = hasher.matches(password, hash);
        if (hash == null || !matches || !credentials.get().active()) {
            return new BadCredentials();
        }
        limit.clear(countedName, source);
        if (hasher.isOutdated(hash)) {
            users.replaceHash(userName, hash, hasher.hash(password));
        }
        TokenClaims claims = issuer.newClaims(userName);
        Optional<List<String>> ended = tokens.add(claims, sessionsPerUser);
        if (ended.isEmpty()) {
            return new BadCredentials();
        }
        return authenticator
                .principal(claims)
                .<LoginOutcome>map(principal -> new LoggedIn(new Session(issuer.sign(claims), principal), ended.get()))
                .orElseGet(BadCredentials::new);
    }
}
