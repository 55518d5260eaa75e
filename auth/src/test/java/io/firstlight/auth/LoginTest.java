package io.firstlight.auth;

import io.firstlight.auth.password.Argon2Cost;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.LoginOutcome.BadCredentials;
import io.firstlight.auth.session.LoginOutcome.LoggedIn;
import io.firstlight.auth.session.LoginOutcome.TooManyAttempts;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.IssuedToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static io.firstlight.auth.AuthHouse.principal;
import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;

class LoginTest {

    @TempDir
    Path keyDirectory;

    private AuthHouse house;
    private AuthService auth;

    @BeforeEach
    void start() {
        house = new AuthHouse(keyDirectory);
        auth = house.started(house.development());
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void givesATokenThatSaysWhoItIs() {
        Session session = session(auth.login("cmd_user", "cmd_user", "test"));

        UserPrincipal principal = principal(auth.authenticate(session.token()));
        assertThat(principal).isEqualTo(session.principal());
        assertThat(principal.name()).isEqualTo("cmd_user");
        assertThat(principal.user().email()).isEqualTo("cmd_user@fake.com");
        assertThat(principal.user().firstName()).isEmpty();
        assertThat(principal.user().groups()).containsExactlyInAnyOrder("cmd", "ui_framework");
        assertThat(principal.expiresAt()).isEqualTo(house.clock().instant().plus(AuthHouse.LIFETIME));
    }

    @Test
    void givesANewTokenEachTimeAndTheOldOnesHold() {
        Session first = session(auth.login("user", "user", "test"));
        Session second = session(auth.login("user", "user", "test"));

        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(principal(auth.authenticate(first.token())).name()).isEqualTo("user");
        assertThat(auth.administration().tokens("user"))
                .extracting(IssuedToken::tokenId)
                .containsExactlyInAnyOrder(
                        first.principal().tokenId(), second.principal().tokenId());
    }

    @Test
    void refusesWrongPasswordsAndUnknownUsersAlike() {
        assertThat(auth.login("admin", "wrong", "test")).isEqualTo(new BadCredentials());
        assertThat(auth.login("nobody", "test", "test")).isEqualTo(new BadCredentials());
        assertThat(auth.login("ADMIN", "test", "test")).isEqualTo(new BadCredentials());
        assertThat(auth.login("", "", "test")).isEqualTo(new BadCredentials());
        assertThat(auth.login("admin\u0000", "test", "test")).isEqualTo(new BadCredentials());
        assertThat(auth.login("' or 1=1 --", "test", "test")).isEqualTo(new BadCredentials());
        assertThat(auth.login("admin", "x".repeat(1_000_000), "test")).isEqualTo(new BadCredentials());
    }

    @Test
    void refusesInactiveUsersEvenWithTheRightPassword() {
        auth.administration().setActive("user", false);

        assertThat(auth.login("user", "user", "test")).isEqualTo(new BadCredentials());
    }

    @Test
    void refusesFurtherAttemptsAfterTooManyFailuresUntilTheWindowIsOver() {
        for (int i = 0; i < AuthHouse.LOGIN_ATTEMPTS; i++) {
            assertThat(auth.login("user", "guess" + i, "10.0.0.1")).isEqualTo(new BadCredentials());
        }

        assertThat(auth.login("user", "user", "10.0.0.1")).isEqualTo(new TooManyAttempts(AuthHouse.LOGIN_WINDOW));
        assertThat(auth.login("user", "user", "10.0.0.2")).isInstanceOf(LoggedIn.class);
        house.clock().advance(AuthHouse.LOGIN_WINDOW);
        assertThat(auth.login("user", "user", "10.0.0.1")).isInstanceOf(LoggedIn.class);
    }

    @Test
    void doesNotLimitLoginsThatSucceed() {
        for (int i = 0; i < 3 * AuthHouse.LOGIN_ATTEMPTS; i++) {
            assertThat(auth.login("user", "user", "10.0.0.1")).isInstanceOf(LoggedIn.class);
        }
    }

    @Test
    void hashesThePasswordAnewWhenTheCostHasChanged() {
        AuthService dearer = house.started(house.config(true, new Argon2Cost(128, 2, 1)));

        session(dearer.login("user", "user", "test"));

        assertThat(house.passwordHash("user")).contains("m=128,t=2,p=1");
        assertThat(house.passwordHash("admin")).contains("m=64,t=1,p=1");
        session(dearer.login("user", "user", "test"));
    }

    @Test
    void keepsTheTokenOutOfText() {
        Session session = session(auth.login("user", "user", "test"));

        assertThat(new LoggedIn(session, List.of()).toString())
                .doesNotContain(session.token())
                .contains("user");
    }

    @Test
    void doesNotLimitLoginsOfOneUserThatComeAtOnce() throws Exception {
        int clients = 16;
        CountDownLatch all = new CountDownLatch(clients);
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<LoginOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                outcomes.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return auth.login("user", "user", "10.0.0.1");
                }));
            }
            for (Future<LoginOutcome> outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOf(LoggedIn.class);
            }
        }
    }
}
