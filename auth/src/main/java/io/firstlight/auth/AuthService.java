package io.firstlight.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import io.firstlight.auth.database.AuthDatabase;
import io.firstlight.auth.database.AuthSchema;
import io.firstlight.auth.password.Argon2Cost;
import io.firstlight.auth.password.PasswordHasher;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.Authenticator;
import io.firstlight.auth.session.Login;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.ProcessPassword;
import io.firstlight.auth.session.ProcessPrincipal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.IssuedTokens;
import io.firstlight.auth.token.KeyDirectory;
import io.firstlight.auth.token.KeyRing;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.token.TokenIssuer;
import io.firstlight.auth.token.TokenVerifier;
import io.firstlight.auth.user.DevelopmentUsers;
import io.firstlight.auth.user.FirstUsers;
import io.firstlight.auth.user.GroupAdministration;
import io.firstlight.auth.user.GroupTable;
import io.firstlight.auth.user.UserAdministration;
import io.firstlight.auth.user.UserTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Users, rights and tokens, put together. Has no thread of its own; every method may be called from any thread once {@link #start} has
 * returned. Methods that ask the database throw {@link AuthException} when it does not answer. The data source stays the caller's.
 */
public final class AuthService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuthService.class);

    private final AuthConfig config;
    private final DataSource dataSource;
    private final Clock clock;
    private final Ticker ticker;
    private final AuthDatabase database;
    private final UserTable users;
    private final IssuedTokens tokens;
    private final PasswordHasher hasher;
    private final ProcessPassword processPassword;
    private volatile @Nullable Started started;

    /** What needs the keys. */
    private record Started(
            KeyRing keys,
            TokenVerifier verifier,
            Authenticator authenticator,
            Login login,
            UserAdministration administration) {}

    public AuthService(AuthConfig config, DataSource dataSource, Clock clock) {
        this(config, dataSource, clock, Ticker.systemTicker());
    }

    /** With a monotonic clock of the caller's, for the age of what is remembered and the window of login attempts. */
    AuthService(AuthConfig config, DataSource dataSource, Clock clock, Ticker ticker) {
        this.config = config;
        this.dataSource = dataSource;
        this.clock = clock;
        this.ticker = ticker;
        this.database = new AuthDatabase(dataSource);
        this.users = new UserTable(database);
        this.tokens = new IssuedTokens(database, clock);
        this.hasher = new PasswordHasher(config.passwordCost(), new SecureRandom());
        this.processPassword = new ProcessPassword(config.processPassword());
    }

    /**
     * User administration on a database alone, for a command line: no keys and no service needed. Brings the tables up to date first.
     *
     * @throws AuthException if the database does not answer
     */
    public static UserAdministration openAdministration(DataSource dataSource, Clock clock) {
        AuthSchema.migrate(dataSource);
        AuthDatabase database = new AuthDatabase(dataSource);
        return new UserAdministration(
                new UserTable(database),
                new GroupTable(database),
                new IssuedTokens(database, clock),
                new PasswordHasher(Argon2Cost.DEFAULT, new SecureRandom()),
                clock,
                () -> {});
    }

    /**
     * Administration of groups in the same way.
     *
     * @throws AuthException if the database does not answer
     */
    public static GroupAdministration openGroupAdministration(DataSource dataSource) {
        AuthSchema.migrate(dataSource);
        return new GroupAdministration(new GroupTable(new AuthDatabase(dataSource)));
    }

    /**
     * Loads the keys, brings the tables up to date, and makes the development users or makes sure that nobody has their passwords.
     *
     * @throws AuthException if a key lacks, the database does not answer, or a password is one that everybody knows; the message says what
     *     to do
     */
    public void start() {
        if (started != null) {
            throw new IllegalStateException("auth runs already");
        }
        if (!config.development() && AuthConfig.DEFAULT_PROCESS_PASSWORD.equals(config.processPassword())) {
            throw new AuthException(
                    "auth.process-password is the one that everybody knows: choose another or leave it out");
        }
        KeyDirectory directory = new KeyDirectory(config.keyDirectory());
        KeyRing keys = config.generateKey() ? directory.loadOrGenerate() : directory.load();
        AuthSchema.migrate(dataSource);
        TokenVerifier verifier = new TokenVerifier(keys.publicKeys(), config.issuer());
        Authenticator authenticator = new Authenticator(verifier, database, tokens, clock, ticker);
        TokenIssuer issuer = new TokenIssuer(keys, config.issuer(), config.tokenLifetime(), clock);
        Login login = new Login(users, hasher, issuer, tokens, authenticator, config.loginPolicy(), ticker);
        UserAdministration administration = new UserAdministration(
                users, new GroupTable(database), tokens, hasher, clock, authenticator::forgetAll);
        if (config.development()) {
            DevelopmentUsers.create(administration, config.firstPasswords());
        } else {
            FirstUsers.create(administration, config.firstPasswords());
            refuseDefaultPasswords();
        }
        started = new Started(keys, verifier, authenticator, login, administration);
        log.info("auth started: signs with key {}", keys.signingKeyId());
    }

    /** Checks name and password; blocks for a hash, about 50 ms. The source is the client's address; it only counts attempts. */
    public LoginOutcome login(String userName, String password, String source) {
        return started().login().login(userName, password, source);
    }

    /** What a token is worth now; any text may be given. What it says of revocation and rights is at most a second old. */
    public Authentication authenticate(String token) {
        return started().authenticator().authenticate(token);
    }

    /** The same for somebody who authenticated before, for connections that last; cheaper, and the token need not be kept. */
    public Authentication recheck(UserPrincipal principal) {
        return started().authenticator().recheck(principal);
    }

    /**
     * The same for many at once, in one query, as of now: for an edge that looks regularly after the connections it has.
     *
     * @return by token id, an answer for each
     */
    public Map<String, Authentication> recheck(Collection<UserPrincipal> principals) {
        return started().authenticator().recheck(principals);
    }

    /**
     * A number that is another after each change of users, groups or rights and after each revocation, whoever made it. Costs next to nothing to
     * ask. While it stays the same, {@link #recheck} would say the same as before, but for expiry.
     */
    public long changes() {
        return started().authenticator().changes();
    }

    /** Revokes the principal's token, durably; may be repeated. Listeners have been told when it returns. */
    public void revoke(UserPrincipal principal, Revocation.Reason reason) {
        revoke(principal.tokenId(), reason);
    }

    /** The same for a token that only its id is known of. */
    public void revoke(String tokenId, Revocation.Reason reason) {
        tokens.revoke(tokenId, reason);
    }

    /** {@link #revoke} because its user logs out. */
    public void logout(UserPrincipal principal) {
        revoke(principal, Revocation.Reason.LOGOUT);
    }

    /**
     * Calls the listener with each revocation that this service makes from now on, on the thread that does so; it must not block.
     * Revocations by other processes are not told: {@link #recheck} finds them.
     *
     * @return takes the listener away again
     */
    public Runnable onRevoked(Consumer<Revocation> listener) {
        return tokens.onRevoked(listener);
    }

    /** Another process is known to have revoked the token: the next to show it is asked for anew. */
    public void revokedElsewhere(String tokenId) {
        started().authenticator().forget(tokenId);
    }

    /** Another process is known to have changed users: all are asked for anew. */
    public void usersChangedElsewhere() {
        started().authenticator().forgetAll();
    }

    /**
     * Deletes a token that {@link #authenticate} has called expired.
     *
     * @return whether it was known until now and had not been revoked: then its bearer can be told that it has expired, later he is told that
     *     there is no such token
     */
    public boolean forgetExpired(String token) {
        return started()
                .verifier()
                .verify(token)
                .map(claims -> tokens.forgetExpired(claims.tokenId()))
                .orElse(false);
    }

    /** The producer that shows the process password; empty when it is wrong or none is configured. */
    public Optional<ProcessPrincipal> checkProcessPassword(String password) {
        return processPassword.check(password);
    }

    /** The public keys as a JWK set (RFC 7517), JSON. */
    public String jwks() {
        return started().keys().jwks();
    }

    /** Administration whose changes this service sees at once. */
    public UserAdministration administration() {
        return started().administration();
    }

    /** Forgets keys and what was remembered; may be repeated. */
    @Override
    public void close() {
        started = null;
    }

    private void refuseDefaultPasswords() {
        List<String> names = DevelopmentUsers.withDefaultPassword(users, hasher);
        if (!names.isEmpty()) {
            throw new AuthException(
                    "these users still have the password that everybody knows: " + String.join(", ", names)
                            + "; change them ('firstlight user passwd " + names.get(0) + "') or make them inactive");
        }
    }

    private Started started() {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("auth is not running");
        }
        return now;
    }
}
