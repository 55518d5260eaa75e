package io.firstlight.auth;

import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.LoginOutcome.LoggedIn;
import io.firstlight.auth.token.IssuedTokens;
import io.firstlight.auth.token.Revocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/** A user's sessions beyond the limit end, the oldest first; three are allowed. */
class SessionLimitTest {

    private static final int LIMIT = 3;

    @TempDir
    Path keyDirectory;

    private AuthHouse house;
    private AuthService auth;

    @BeforeEach
    void start() {
        house = new AuthHouse(keyDirectory);
        auth = house.started(house.limited(LIMIT));
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private LoggedIn logIn(AuthService service, String user) {
        LoginOutcome outcome = service.login(user, user, "test");
        assertThat(outcome).isInstanceOf(LoggedIn.class);
        return (LoggedIn) outcome;
    }

    private static String tokenId(LoggedIn login) {
        return login.session().principal().tokenId();
    }

    private boolean holds(LoggedIn login) {
        return auth.authenticate(login.session().token()) instanceof Authentication.Authenticated;
    }

    @Test
    void endsTheOldestOfFiveLoginsOnceEachAndLeavesTheThreeNewest() {
        List<LoggedIn> logins = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            LoggedIn login = logIn(auth, "user");
            // As an edge does.
            login.ended().forEach(id -> auth.revoke(id, Revocation.Reason.SESSION_LIMIT));
            logins.add(login);
        }

        assertThat(logins)
                .extracting(LoggedIn::ended)
                .containsExactly(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(tokenId(logins.get(0))),
                        List.of(tokenId(logins.get(1))));
        assertThat(logins).extracting(this::holds).containsExactly(false, false, true, true, true);
    }

    @Test
    void leavesOtherUsersAlone() {
        LoggedIn other = logIn(auth, "cmd_user");
        for (int i = 0; i < 5; i++) {
            logIn(auth, "user");
        }
        house.clock().advance(IssuedTokens.ENDS_WITHIN);

        assertThat(holds(other)).isTrue();
        assertThat(logIn(auth, "cmd_user").ended()).isEmpty();
    }

    @Test
    void endsByItselfWhatNobodyRevokes() {
        LoggedIn first = logIn(auth, "user");
        for (int i = 0; i < LIMIT; i++) {
            logIn(auth, "user");
        }
        house.clock().advance(IssuedTokens.ENDS_WITHIN.minusMillis(1));
        assertThat(holds(first)).isTrue();

        house.clock().advance(Duration.ofMillis(1));

        assertThat(auth.authenticate(first.session().token()))
                .isEqualTo(new Authentication.Refused(Authentication.Reason.REVOKED));
        assertThat(auth.recheck(List.of(first.session().principal())))
                .containsEntry(tokenId(first), new Authentication.Refused(Authentication.Reason.REVOKED));
    }

    @Test
    void countsNeitherRevokedNorExpiredTokens() {
        auth.logout(logIn(auth, "user").session().principal());
        LoggedIn expires = logIn(auth, "user");
        house.clock().advance(AuthHouse.LIFETIME);
        assertThat(holds(expires)).isFalse();

        for (int i = 0; i < LIMIT; i++) {
            assertThat(logIn(auth, "user").ended()).isEmpty();
        }
    }

    @Test
    void endsAllThatAreTooManySinceTheLimitWasLowered() {
        AuthService before = house.started(house.development());
        List<LoggedIn> old = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            old.add(logIn(before, "user"));
        }

        assertThat(logIn(auth, "user").ended())
                .containsExactlyElementsOf(old.subList(0, 4).stream()
                        .map(SessionLimitTest::tokenId)
                        .toList());
    }

    @Test
    void holdsForLoginsAtTheSameTimeOnSeveralServices() throws Exception {
        AuthService other = house.started(house.limited(LIMIT));
        int logins = 16;
        CountDownLatch go = new CountDownLatch(1);
        List<Future<LoggedIn>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < logins; i++) {
                AuthService service = i % 2 == 0 ? auth : other;
                answers.add(threads.submit(() -> {
                    go.await();
                    return logIn(service, "user");
                }));
            }
            go.countDown();
        }
        List<String> ended = new ArrayList<>();
        for (Future<LoggedIn> answer : answers) {
            ended.addAll(answer.get().ended());
        }

        assertThat(ended).hasSize(logins - LIMIT).doesNotHaveDuplicates();
        assertThat(house.count("auth.tokens where ends_at is null")).isEqualTo(LIMIT);
    }

    @Test
    void isOffUnlessConfigured() {
        AuthService unlimited = house.started(house.development());
        for (int i = 0; i < 2 * LIMIT; i++) {
            assertThat(logIn(unlimited, "user").ended()).isEmpty();
        }
    }
}
