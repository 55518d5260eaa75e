package io.firstlight.auth.token;

import io.firstlight.auth.database.AuthDatabase;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The durable list of tokens issued, in table {@code auth.tokens}: a revocation outlives restarts and holds for every process on the
 * database. Listeners are told of revocations made through this object, on the thread that makes them, after they are durable.
 * Thread-safe.
 */
public final class IssuedTokens {

    /** How long an expired token stays in the list, so that whoever comes back with it is told what became of it. */
    public static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(7);

    /** No limit on a user's tokens. */
    public static final int ANY_NUMBER = 0;

    /** How long a token still holds that is one too many, unless it is revoked before: so its bearer can be told first why it ends. */
    public static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(IssuedTokens.class);

    private final AuthDatabase database;
    private final Clock clock;
    private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();

    public IssuedTokens(AuthDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Calls the listener with every revocation from now on. It must not block; what it throws is logged.
     *
     * @return takes the listener away again
     */
    public Runnable onRevoked(Consumer<Revocation> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Remembers a new token, and forgets those that expired {@link #KEPT_AFTER_EXPIRY} ago: they are refused without the list.
     *
     * <p>If its user then has more tokens than he may, neither expired nor revoked, the oldest of them end: each when it is revoked, but
     * {@link #ENDS_WITHIN} from now at the latest, whoever dies meanwhile. Logins of one user wait for each other, so that none of them
     * counts without the others.
     *
     * @param most tokens that the user may have, the new one included; {@link #ANY_NUMBER} for no limit
     * @return ids of the tokens that end because of this one, oldest first; empty when its user is gone
     */
    public Optional<List<String>> add(TokenClaims claims, int most) {
        return database.inTransaction(handle -> {
            handle.createUpdate("delete from auth.tokens where expires_at <= :now")
                    .bind("now", clock.instant().minus(KEPT_AFTER_EXPIRY))
                    .execute();
            boolean limited = most != ANY_NUMBER;
            if (limited) {
                handle.createQuery("select user_id from auth.users where name = :userName for no key update")
                        .bind("userName", claims.userName())
                        .mapTo(Long.class)
                        .findOne();
            }
            int added = handle.createUpdate("""
                            insert into auth.tokens (token_id, user_id, issued_at, expires_at)
                            select :tokenId, user_id, :issuedAt, :expiresAt from auth.users where name = :userName""")
                    .bind("tokenId", claims.tokenId())
                    .bind("issuedAt", claims.issuedAt())
                    .bind("expiresAt", claims.expiresAt())
                    .bind("userName", claims.userName())
                    .execute();
            if (added == 0) {
                return Optional.empty();
            }
            return Optional.of(limited ? endBeyond(handle, claims.userName(), most) : List.of());
        });
    }

    private List<String> endBeyond(Handle handle, String userName, int most) {
        Instant now = clock.instant();
        List<String> ending = handle.createQuery("""
                        select token_id from auth.tokens join auth.users u using (user_id)
                        where u.name = :userName and revoked_at is null and ends_at is null and expires_at > :now
                        order by login_no desc offset :most""")
                .bind("userName", userName)
                .bind("now", now)
                .bind("most", most)
                .mapTo(String.class)
                .list();
        // Not without need: an update, also one of no rows, has every edge look after all its connections.
        if (!ending.isEmpty()) {
            handle.createUpdate("update auth.tokens set ends_at = :endsAt where token_id = any(:tokenIds)")
                    .bind("endsAt", now.plus(ENDS_WITHIN))
                    .bindArray("tokenIds", String.class, ending)
                    .execute();
        }
        return ending.reversed();
    }

    /** Revokes one token; the second time does nothing. */
    public void revoke(String tokenId, Revocation.Reason reason) {
        Instant now = clock.instant();
        database.with(handle -> handle.createQuery("""
                                update auth.tokens set revoked_at = :now where token_id = :tokenId and revoked_at is null
                                returning expires_at""")
                        .bind("now", now)
                        .bind("tokenId", tokenId)
                        .map((row, context) -> row.getTimestamp(1).toInstant())
                        .findOne())
                .ifPresent(until -> tell(new Revocation.OfToken(tokenId, reason, now, until)));
    }

    /** Revokes every token of a user. */
    public void revokeAllOf(String userName, Revocation.Reason reason) {
        Instant now = clock.instant();
        database
                .with(handle -> handle.createQuery("""
                                update auth.tokens set revoked_at = :now from auth.users u
                                where u.user_id = tokens.user_id and u.name = :userName and revoked_at is null
                                returning expires_at""")
                        .bind("now", now)
                        .bind("userName", userName)
                        .map((row, context) -> row.getTimestamp(1).toInstant())
                        .list())
                .stream()
                .max(Instant::compareTo)
                .ifPresent(until -> tell(new Revocation.OfUser(userName, reason, now, until)));
    }

    /** Tells the listeners that the user was made inactive, if he has tokens: they stay in the list, as he may come back. */
    public void userInactive(String userName) {
        list(userName).stream()
                .map(IssuedToken::expiresAt)
                .max(Instant::compareTo)
                .ifPresent(until ->
                        tell(new Revocation.OfUser(userName, Revocation.Reason.INACTIVE, clock.instant(), until)));
    }

    /**
     * Takes an expired token off the list.
     *
     * @return whether it was there, and had not been revoked
     */
    public boolean forgetExpired(String tokenId) {
        return database.with(handle -> handle.createQuery("""
                        delete from auth.tokens where token_id = :tokenId and expires_at <= :now
                        returning revoked_at is null""")
                .bind("tokenId", tokenId)
                .bind("now", clock.instant())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    /** A user's tokens that have not expired, revoked ones included, newest first. */
    public List<IssuedToken> list(String userName) {
        return database.with(handle -> handle.createQuery("""
                        select token_id, u.name, issued_at, expires_at, revoked_at
                        from auth.tokens join auth.users u using (user_id)
                        where u.name = :userName and expires_at > :now order by issued_at desc, token_id""")
                .bind("userName", userName)
                .bind("now", clock.instant())
                .map((row, context) -> read(row))
                .list());
    }

    private void tell(Revocation revocation) {
        for (Consumer<Revocation> listener : listeners) {
            try {
                listener.accept(revocation);
            } catch (RuntimeException e) {
                log.error("a listener failed on {}", revocation, e);
            }
        }
    }

    private static IssuedToken read(ResultSet row) throws SQLException {
        Timestamp revokedAt = row.getTimestamp("revoked_at");
        Instant revoked = revokedAt == null ? null : revokedAt.toInstant();
        return new IssuedToken(
                row.getString("token_id"),
                row.getString("name"),
                row.getTimestamp("issued_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                revoked);
    }
}
