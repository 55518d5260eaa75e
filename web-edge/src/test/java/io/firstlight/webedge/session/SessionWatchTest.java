package io.firstlight.webedge.session;

import io.firstlight.auth.AuthException;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.right.Rights;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.ProcessPrincipal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.User;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.socket.Connections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class SessionWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Rights READS_ALL = reads(AddressPattern.EVERYTHING);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Connections connections = new Connections(1 << 16, 100_000, meters, () -> 0);
    private final Map<String, Authentication> answers = new HashMap<>();
    private long changes;
    private int queries;
    private int askedFor;
    private boolean databaseAway;
    private Instant now = NOW;
    private final SessionWatch watch =
            new SessionWatch(connections, new FakeTokens(), () -> now, new SessionMeters(meters));

    @AfterEach
    void stop() {
        watch.close();
    }

    @Test
    void closesWhatExpiresInTheWordsOfItsProtocolWithoutAskingTheDatabase() {
        FakeConnection love = open(user("a", READS_ALL), CloseCode.LOGGED_OUT);
        FakeConnection stream = open(user("a", READS_ALL), CloseCode.TOKEN_EXPIRED);
        FakeConnection process = open(new ProcessPrincipal(), CloseCode.LOGGED_OUT);
        FakeConnection stranger = open(null, CloseCode.TOKEN_EXPIRED);
        databaseAway = true;

        now = LATER.minusMillis(1);
        watch.endExpired();
        assertThat(love.closedWith()).isNull();
        now = LATER;
        watch.endExpired();

        assertThat(love.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
        assertThat(stream.closedWith()).isEqualTo(CloseCode.TOKEN_EXPIRED);
        assertThat(process.closedWith()).isNull();
        assertThat(stranger.closedWith()).isNull();
        assertThat(queries).isZero();
        assertThat(ended("expired")).isEqualTo(2);
    }

    @Test
    void closesRevokedTokensAndInactiveUsersWith1000() {
        FakeConnection revoked = open(user("revoked", READS_ALL), CloseCode.TOKEN_EXPIRED);
        FakeConnection inactive = open(user("inactive", READS_ALL), CloseCode.LOGGED_OUT);
        FakeConnection holds = open(user("holds", READS_ALL), CloseCode.LOGGED_OUT);
        answers.put("revoked", new Authentication.Refused(Authentication.Reason.REVOKED));
        answers.put("inactive", new Authentication.Refused(Authentication.Reason.USER_INACTIVE));

        look();

        assertThat(revoked.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
        assertThat(inactive.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
        assertThat(holds.closedWith()).isNull();
        assertThat(ended("revoked") + ended("user_inactive")).isEqualTo(2);
    }

    @Test
    void givesConnectionsTheRightsOfNow() {
        FakeConnection connection = open(user("t", READS_ALL), CloseCode.LOGGED_OUT);
        Rights more = new Rights(Set.of(
                new Grant(Right.READ, AddressPattern.EVERYTHING), new Grant(Right.WRITE, AddressPattern.EVERYTHING)));
        holds(user("t", more));

        look();
        assertThat(connection.principal()).isEqualTo(user("t", more));
        holds(user("t", READS_ALL));
        look();

        // He may no longer write, and see as much as before.
        assertThat(connection.principal()).isEqualTo(user("t", READS_ALL));
        assertThat(connection.closedWith()).isNull();
    }

    @Test
    void closesWith4003WhoeverMaySeeLess() {
        FakeConnection connection = open(user("t", READS_ALL), CloseCode.LOGGED_OUT);
        holds(user("t", reads(AddressPattern.parse("telemetry-all-all-all"))));

        look();

        assertThat(connection.closedWith()).isEqualTo(CloseCode.RIGHTS_CHANGED);
        assertThat(ended("rights")).isEqualTo(1);
    }

    @Test
    void keepsConnectionsWhileTheDatabaseIsAwayAndLooksAgain() {
        FakeConnection connection = open(user("t", READS_ALL), CloseCode.LOGGED_OUT);
        answers.put("t", new Authentication.Refused(Authentication.Reason.REVOKED));
        databaseAway = true;
        assertThat(watch.look()).isCompleted();
        assertThat(watch.look()).isCompleted();
        assertThat(connection.closedWith()).isNull();
        assertThat(meters.counter("firstlight.edge.sessions.unchecked").count()).isEqualTo(2);

        databaseAway = false;
        look();

        assertThat(connection.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
    }

    @Test
    void asksOnceForAllConnectionsAndOncePerToken() {
        for (int i = 0; i < 10_000; i++) {
            open(user("t" + i % 1000, READS_ALL), CloseCode.LOGGED_OUT);
        }

        look();

        assertThat(queries).isEqualTo(1);
        assertThat(askedFor).isEqualTo(1000);
    }

    @Test
    void asksWhileNothingChangesOnlyAboutConnectionsThatAreNewAndNowAndThenAboutAll() {
        open(user("old", READS_ALL), CloseCode.LOGGED_OUT);
        look();
        var idle = watch.look();
        assertThat(queries).isEqualTo(1);

        // What its handshake knew was out of date.
        FakeConnection stale = open(user("new", READS_ALL), CloseCode.LOGGED_OUT);
        answers.put("new", new Authentication.Refused(Authentication.Reason.REVOKED));
        var second = watch.look();
        assertThat(queries).isEqualTo(2);
        assertThat(askedFor).isEqualTo(1);
        assertThat(stale.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);

        open(user("another", READS_ALL), CloseCode.LOGGED_OUT);
        look();
        assertThat(queries).isEqualTo(3);
        assertThat(askedFor).isEqualTo(2);
        for (int i = 0; i <= SessionWatch.LOOKS_UNTIL_ALL; i++) {
            var unused = watch.look();
        }
        assertThat(queries).isEqualTo(4);
        assertThat(askedFor).isEqualTo(2);
        assertThat(idle).isCompleted();
        assertThat(second).isNotDone();
    }

    @Test
    void asksNobodyWhenNobodyIsThere() {
        open(new ProcessPrincipal(), CloseCode.LOGGED_OUT);
        open(null, CloseCode.LOGGED_OUT);

        assertThat(watch.look()).isCompleted();
        assertThat(queries).isZero();
    }

    @Test
    void saysThatItIsDoneWhenTheEndsAreWithTheTransport() {
        FakeConnection one = open(user("t", READS_ALL), CloseCode.LOGGED_OUT);
        FakeConnection two = open(user("t", READS_ALL), CloseCode.LOGGED_OUT);
        FakeConnection other = open(user("other", READS_ALL), CloseCode.LOGGED_OUT);

        CompletableFuture<@Nullable Void> done = watch.tokenRevoked("t");
        assertThat(Stream.of(one, two).map(FakeConnection::closedWith)).containsOnly(CloseCode.LOGGED_OUT);
        assertThat(other.closedWith()).isNull();
        one.handOver();
        assertThat(done).isNotDone();
        two.handOver();

        assertThat(done).isCompleted();
    }

    @Test
    void closesAConnectionWhoseHandshakeBeganBeforeItsTokenWasRevoked() {
        UserPrincipal principal = user("t", READS_ALL);
        var unused = watch.tokenRevoked("t");

        FakeConnection late = open(principal, CloseCode.LOGGED_OUT);

        assertThat(late.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
    }

    @Test
    void looksAtOnceWhenAUserWasChanged() {
        FakeConnection connection = open(user("t", READS_ALL), CloseCode.LOGGED_OUT);
        connection.handOver();
        answers.put("t", new Authentication.Refused(Authentication.Reason.USER_INACTIVE));

        assertThat(watch.usersChanged()).succeedsWithin(java.time.Duration.ofSeconds(20));

        assertThat(connection.closedWith()).isEqualTo(CloseCode.LOGGED_OUT);
    }

    private FakeConnection open(@Nullable Principal principal, CloseCode whenExpired) {
        FakeConnection connection = new FakeConnection(principal, whenExpired);
        connections.add(connection);
        if (principal instanceof UserPrincipal user) {
            holds(user);
        }
        return connection;
    }

    private void holds(UserPrincipal user) {
        answers.put(user.tokenId(), new Authentication.Authenticated(user));
    }

    /** A look after something was changed. */
    private void look() {
        changes++;
        var unused = watch.look();
    }

    private final class FakeTokens implements SessionWatch.TokenCheck {
        @Override
        public long changes() {
            if (databaseAway) {
                throw new AuthException("away");
            }
            return changes;
        }

        @Override
        public Map<String, Authentication> recheck(Collection<UserPrincipal> principals) {
            queries++;
            askedFor = principals.size();
            return answers;
        }
    }

    private double ended(String why) {
        return meters.counter(
                        "firstlight.edge.sessions.ended", List.of(io.micrometer.core.instrument.Tag.of("why", why)))
                .count();
    }

    private static UserPrincipal user(String tokenId, Rights rights) {
        return new UserPrincipal(
                new User(1, "ann", "", "", "", true, false, Instant.EPOCH, Set.of()), rights, tokenId, LATER);
    }

    private static Rights reads(AddressPattern pattern) {
        return new Rights(Set.of(new Grant(Right.READ, pattern)));
    }
}
