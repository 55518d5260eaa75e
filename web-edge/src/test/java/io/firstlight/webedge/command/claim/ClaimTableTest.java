package io.firstlight.webedge.command.claim;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.webedge.command.claim.Claims.Claim;
import io.firstlight.webedge.command.claim.Claims.Wish;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Claims in a real database. */
class ClaimTableTest {

    private static final byte[] HASH = {1, 2, 3};
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private static HikariDataSource pool;
    private static ClaimTable claims;

    @BeforeAll
    static void start() {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        pool = DatabaseConfig.of(database.jdbcUrl(), database.user(), database.password())
                .openPool("claims-test");
        // Several edges start at once.
        Stream.of(1, 2, 3)
                .map(edge -> CompletableFuture.runAsync(() -> ClaimSchema.migrate(pool)))
                .toList()
                .forEach(CompletableFuture::join);
        claims = new ClaimTable(pool);
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    private static void age(Wish wish, String claimedAt, String ownerUntil) {
        Jdbi.create(pool)
                .useHandle(handle -> handle.execute(
                        "update command.claims set claimed_at = now() + ?::interval, owner_until = now() + ?::interval"
                                + " where user_name = ? and idempotency_key = ?",
                        claimedAt,
                        ownerUntil,
                        wish.user(),
                        wish.key()));
    }

    @Test
    void giveAWishToOneOfManyWhoAskAtOnce() {
        Wish wish = new Wish("bob", "race");

        List<Claim> outcomes = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> claims.claim(wish, HASH, UUID.randomUUID(), WITHIN)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(outcomes).filteredOn(Claim.Mine.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Claim.UnderWay.class::isInstance).hasSize(15);
    }

    @Test
    void keepTheAnswerForWhoeverAsksAgain() {
        Wish wish = new Wish("bob", "answered");
        UUID id = UUID.randomUUID();
        claims.claim(wish, HASH, id, WITHIN);
        claims.finish(wish, id, 504, "{\"ack\": \"\u00e9\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(claims.claim(wish, HASH, UUID.randomUUID(), WITHIN))
                .isInstanceOfSatisfying(Claim.Finished.class, finished -> {
                    assertThat(finished.status()).isEqualTo(504);
                    assertThat(new String(finished.body(), StandardCharsets.UTF_8))
                            .isEqualTo("{\"ack\": \"\u00e9\"}");
                    assertThat(finished.correlationId()).isEqualTo(id);
                });
        assertThat(claims.claim(wish, new byte[] {9}, UUID.randomUUID(), WITHIN))
                .isEqualTo(new Claim.OfAnother());
        assertThat(claims.claim(new Wish("eve", "answered"), HASH, UUID.randomUUID(), WITHIN))
                .isEqualTo(new Claim.Mine());
    }

    @Test
    void giveAReleasedWishToTheNext() {
        Wish wish = new Wish("bob", "released");
        UUID id = UUID.randomUUID();
        claims.claim(wish, HASH, id, WITHIN);
        claims.release(wish, UUID.randomUUID());
        assertThat(claims.claim(wish, HASH, id, WITHIN)).isEqualTo(new Claim.UnderWay());

        claims.release(wish, id);

        assertThat(claims.claim(wish, HASH, id, WITHIN)).isEqualTo(new Claim.Mine());
    }

    @Test
    void callAWishAbandonedWhenItsOwnersTimeIsOverButTakeALateAnswer() {
        Wish wish = new Wish("bob", "abandoned");
        UUID id = UUID.randomUUID();
        claims.claim(wish, HASH, id, WITHIN);
        age(wish, "-2 minutes", "-1 minute");

        assertThat(claims.claim(wish, HASH, UUID.randomUUID(), WITHIN)).isEqualTo(new Claim.Abandoned(id));

        claims.finish(wish, id, 200, new byte[] {'1'});
        assertThat(claims.claim(wish, HASH, UUID.randomUUID(), WITHIN)).isInstanceOf(Claim.Finished.class);
    }

    @Test
    void forgetAfterADayAndRemoveWhatIsForgotten() {
        Wish old = new Wish("bob", "old");
        Wish other = new Wish("bob", "other-old");
        claims.claim(old, HASH, UUID.randomUUID(), WITHIN);
        claims.claim(other, HASH, UUID.randomUUID(), WITHIN);
        age(old, "-25 hours", "-25 hours");
        age(other, "-25 hours", "-25 hours");

        assertThat(claims.claim(old, new byte[] {9}, UUID.randomUUID(), WITHIN)).isEqualTo(new Claim.Mine());

        List<String> left = Jdbi.create(pool)
                .withHandle(handle -> handle.createQuery(
                                "select idempotency_key from command.claims where idempotency_key like '%old'")
                        .mapTo(String.class)
                        .list());
        assertThat(left).containsExactly("old");
    }

    @Test
    void sayThatTheyCannotBeAskedWhenTheDatabaseIsAway() {
        HikariDataSource closed = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "a", "b")
                .openPool("no-database");
        closed.close();

        assertThatExceptionOfType(ClaimsUnavailable.class)
                .isThrownBy(() -> new ClaimTable(closed).claim(new Wish("bob", "x"), HASH, UUID.randomUUID(), WITHIN));
    }
}
