package io.firstlight.webedge.command.claim;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Claims as rows of {@code command.claims}, for any number of edges. Ages are reckoned by the database's clock, so the edges' need not agree.
 * Rows that are too old are removed by whoever claims next.
 */
public final class ClaimTable implements Claims {

    /** For how long a key is remembered; after that it is a new one. */
    public static final Duration KEPT = Duration.ofHours(24);

    private static final long KEPT_S = KEPT.toSeconds();

    /** Few enough for a claim not to wait on them. */
    private static final int REMOVED_AT_ONCE = 1000;

    /** A row may be given back between the attempt to insert and the look at it. */
    private static final int ATTEMPTS = 3;

    private final Jdbi jdbi;

    /** Over that pool, which stays the caller's. */
    public ClaimTable(DataSource database) {
        this.jdbi = Jdbi.create(database);
    }

    @Override
    public Claim claim(Wish wish, byte[] bodyHash, UUID correlationId, Duration within) {
        return with(handle -> {
            for (int i = 0; i < ATTEMPTS; i++) {
                if (insert(handle, wish, bodyHash, correlationId, within)) {
                    removeOld(handle);
                    return new Claim.Mine();
                }
                Optional<Claim> others = find(handle, wish, bodyHash);
                if (others.isPresent()) {
                    return others.get();
                }
            }
            return new Claim.UnderWay();
        });
    }

    private static boolean insert(Handle handle, Wish wish, byte[] bodyHash, UUID correlationId, Duration within) {
        return handle.createUpdate("""
                        insert into command.claims as old
                            (user_name, idempotency_key, body_hash, correlation_id, claimed_at, owner_until)
                        values (:user, :key, :hash, :id, now(), now() + make_interval(secs => :within))
                        on conflict (user_name, idempotency_key) do update
                            set body_hash = excluded.body_hash, correlation_id = excluded.correlation_id,
                                claimed_at = excluded.claimed_at, owner_until = excluded.owner_until,
                                status = null, body = null
                            where old.claimed_at < now() - make_interval(secs => :kept)""")
                        .bind("user", wish.user())
                        .bind("key", wish.key())
                        .bind("hash", bodyHash)
                        .bind("id", correlationId)
                        .bind("within", within.toMillis() / 1000.0)
                        .bind("kept", (double) KEPT_S)
                        .execute()
                == 1;
    }

    private static Optional<Claim> find(Handle handle, Wish wish, byte[] bodyHash) {
        return handle.createQuery("""
                        select body_hash, correlation_id, status, body, owner_until < now() as abandoned
                        from command.claims where user_name = :user and idempotency_key = :key""")
                .bind("user", wish.user())
                .bind("key", wish.key())
                .map((row, context) -> claim(row, bodyHash))
                .findOne();
    }

    private static Claim claim(ResultSet row, byte[] bodyHash) throws SQLException {
        if (!Arrays.equals(row.getBytes("body_hash"), bodyHash)) {
            return new Claim.OfAnother();
        }
        UUID correlationId = row.getObject("correlation_id", UUID.class);
        byte[] body = row.getBytes("body");
        if (body != null) {
            return new Claim.Finished(row.getInt("status"), body, correlationId);
        }
        return row.getBoolean("abandoned") ? new Claim.Abandoned(correlationId) : new Claim.UnderWay();
    }

    private static void removeOld(Handle handle) {
        handle.createUpdate("""
                        delete from command.claims where (user_name, idempotency_key) in (
                            select user_name, idempotency_key from command.claims
                            where claimed_at < now() - make_interval(secs => :kept) limit :most for update skip locked)""")
                .bind("kept", (double) KEPT_S)
                .bind("most", REMOVED_AT_ONCE)
                .execute();
    }

    @Override
    public void finish(Wish wish, UUID correlationId, int status, byte[] body) {
        with(handle -> handle.createUpdate("""
                        update command.claims set status = :status, body = :body
                        where user_name = :user and idempotency_key = :key and correlation_id = :id""")
                .bind("status", status)
                .bind("body", body)
                .bind("user", wish.user())
                .bind("key", wish.key())
                .bind("id", correlationId)
                .execute());
    }

    @Override
    public void release(Wish wish, UUID correlationId) {
        with(handle -> handle.createUpdate("""
                        delete from command.claims
                        where user_name = :user and idempotency_key = :key and correlation_id = :id""")
                .bind("user", wish.user())
                .bind("key", wish.key())
                .bind("id", correlationId)
                .execute());
    }

    private <R> R with(Function<Handle, R> statements) {
        try {
            return jdbi.withHandle(statements::apply);
        } catch (JdbiException e) {
            throw new ClaimsUnavailable("the database of claims does not answer, or refused a statement", e);
        }
    }
}
