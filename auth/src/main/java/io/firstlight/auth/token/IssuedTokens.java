package io.firstlight.auth.token;

import io.firstlight.auth.database.AuthDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The durable list of tokens issued, in table {@code auth.tokens}: a revocation outlives restarts and holds for every process on the
 * database. Listeners are told of revocations made through this object, on the thread that makes them, after they are durable.
 * Thread-safe.
 */
public final class IssuedTokens {

    private static final Logger log = LoggerFactory.getLogger(IssuedTokens.class);

    private final AuthDatabase database;
    private final Clock clock;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    public IssuedTokens(AuthDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Calls the listener with the token id of every revocation from now on. It must not block; what it throws is logged. */
    public void onRevoked(Consumer<String> listener) {
        listeners.add(listener);
    }

    /**
     * Remembers a new token, and forgets all that have expired: they are refused without the list.
     *
     * @return false when its user is gone
     */
    public boolean add(TokenClaims claims) {
        int added = database.inTransaction(handle -> {
            handle.createUpdate("delete from auth.tokens where expires_at <= :now")
                    .bind("now", clock.instant())
                    .execute();
            return handle.createUpdate("""
                            insert into auth.tokens (token_id, user_id, issued_at, expires_at)
                            select :tokenId, user_id, :issuedAt, :expiresAt from auth.users where name = :userName""")
                    .bind("tokenId", claims.tokenId())
                    .bind("issuedAt", claims.issuedAt())
                    .bind("expiresAt", claims.expiresAt())
                    .bind("userName", claims.userName())
                    .execute();
        });
        return added == 1;
    }

    /** Revokes one token; the second time does nothing. */
    public void revoke(String tokenId) {
        tell(database.with(handle -> handle.createQuery("""
                        update auth.tokens set revoked_at = :now where token_id = :tokenId and revoked_at is null
                        returning token_id""")
                .bind("now", clock.instant())
                .bind("tokenId", tokenId)
                .mapTo(String.class)
                .list()));
    }

    /** Revokes every token of a user. */
    public void revokeAllOf(String userName) {
        tell(database.with(handle -> handle.createQuery("""
                        update auth.tokens set revoked_at = :now from auth.users u
                        where u.user_id = tokens.user_id and u.name = :userName and revoked_at is null
                        returning token_id""")
                .bind("now", clock.instant())
                .bind("userName", userName)
                .mapTo(String.class)
                .list()));
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

    private void tell(List<String> tokenIds) {
        for (String tokenId : tokenIds) {
            for (Consumer<String> listener : listeners) {
                try {
                    listener.accept(tokenId);
                } catch (RuntimeException e) {
                    log.error("a listener failed on the revocation of token {}", tokenId, e);
                }
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
