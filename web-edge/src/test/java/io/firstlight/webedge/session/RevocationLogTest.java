package io.firstlight.webedge.session;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.AuthConfig;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.Revocation;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.socket.Connections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** A log that takes nothing: the other ways are in {@code SessionsTest}, over a real one. */
class RevocationLogTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong monotonicMs = new AtomicLong();
    private final Connections connections = new Connections(1 << 16, 100, meters, monotonicMs::get);
    private HikariDataSource pool;
    private AuthService auth;
    private SessionWatch sessions;
    private RevocationLog revocations;

    /** Kafka is away: what is appended waits for ever. */
    private static final class AwayLog implements LogAppender {
        @Override
        public CompletableFuture<Acknowledgement> append(
                Topic topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
            return new CompletableFuture<>();
        }
    }

    @BeforeEach
    void start() {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        pool = DatabaseConfig.of(database.jdbcUrl(), database.user(), database.password())
                .openPool("revocation-test");
        auth = new AuthService(
                AuthConfig.of(Map.of(
                        "auth.key-directory",
                        directory.toString(),
                        "auth.generate-key",
                        "true",
                        "auth.development",
                        "true",
                        "auth.hash-memory-kib",
                        "64")),
                pool,
                Clock.systemUTC());
        auth.start();
        SessionMeters sessionMeters = new SessionMeters(meters);
        sessions = new SessionWatch(connections, SessionWatch.TokenCheck.of(auth), Clock.systemUTC(), sessionMeters);
        revocations = new RevocationLog(
                auth,
                new AwayLog(),
                () -> {
                    throw new org.apache.kafka.common.KafkaException("away");
                },
                TopicPlan.defaults(),
                sessions,
                sessionMeters,
                Clock.systemUTC(),
                monotonicMs::get);
        revocations.start();
    }

    @AfterEach
    void stop() {
        revocations.close();
        sessions.close();
        auth.close();
        pool.close();
    }

    @Test
    void revokesAndClosesHereAndAnswersWithinItsBoundWhenKafkaIsAway() {
        UserPrincipal principal = login();
        FakeConnection connection = new FakeConnection(principal, CloseCode.LOGGED_OUT);
        connections.add(connection);

        CompletableFuture<Boolean> everywhere = revocations.revoke(principal, Revocation.Reason.LOGOUT);
        connection.handOver();

        assertThat(connection.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
        assertThat(auth.recheck(principal)).isInstanceOf(io.firstlight.auth.session.Authentication.Refused.class);
        assertThat(everywhere).isNotDone();
        monotonicMs.addAndGet(EdgeRoll.WAIT_MS);
        assertThat(everywhere).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
        assertThat(meters.counter("firstlight.edge.revocations.unconfirmed").count())
                .isEqualTo(1);
    }

    @Test
    void answersWhoeverStillWaitsWhenTheEdgeCloses() {
        CompletableFuture<Boolean> everywhere = revocations.revoke(login(), Revocation.Reason.LOGOUT);

        revocations.close();

        assertThat(everywhere).isCompletedWithValue(false);
    }

    @Test
    void doesNotWaitForOthersWhenTheTokenWasRevokedBefore() {
        UserPrincipal principal = login();
        CompletableFuture<Boolean> first = revocations.revoke(principal, Revocation.Reason.LOGOUT);

        assertThat(revocations.revoke(principal, Revocation.Reason.LOGOUT)).isCompletedWithValue(true);
        assertThat(first).isNotDone();
    }

    private UserPrincipal login() {
        return switch (auth.login("user", "user", "test")) {
            case LoginOutcome.LoggedIn in -> in.session().principal();
            case LoginOutcome.BadCredentials bad -> throw new AssertionError("refused");
            case LoginOutcome.TooManyAttempts many -> throw new AssertionError("refused");
        };
    }
}
