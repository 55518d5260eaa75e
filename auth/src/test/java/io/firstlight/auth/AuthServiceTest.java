package io.firstlight.auth;

import io.firstlight.auth.password.Argon2Cost;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.Authentication.Reason;
import io.firstlight.auth.session.Authentication.Refused;
import io.firstlight.auth.session.LoginOutcome.BadCredentials;
import io.firstlight.auth.session.LoginOutcome.LoggedIn;
import io.firstlight.auth.session.LoginOutcome.TooManyAttempts;
import io.firstlight.auth.session.ProcessPrincipal;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.IssuedToken;
import io.firstlight.auth.user.Administration;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.firstlight.auth.AuthHouse.principal;
import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuthServiceTest {

    private static final Address DOME = Address.of(Category.COMMAND, "ATDome", 0, "move");
    private static final Duration STALE = Duration.ofSeconds(1);

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

    @Nested
    class LoggingIn {

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

            assertThat(new LoggedIn(session).toString())
                    .doesNotContain(session.token())
                    .contains("user");
        }
    }

    @Nested
    class Tokens {

        @Test
        void holdUntilTheyExpire() {
            Session session = session(auth.login("user", "user", "test"));

            house.clock().advance(AuthHouse.LIFETIME.minusSeconds(1));
            assertThat(principal(auth.authenticate(session.token()))).isEqualTo(session.principal());
            house.clock().advance(Duration.ofSeconds(1));

            assertThat(auth.authenticate(session.token())).isEqualTo(new Refused(Reason.EXPIRED));
            assertThat(auth.recheck(session.principal())).isEqualTo(new Refused(Reason.EXPIRED));
        }

        @Test
        void leaveTheListOnceExpired() {
            session(auth.login("user", "user", "test"));
            house.clock().advance(AuthHouse.LIFETIME);

            session(auth.login("admin", "test", "test"));

            assertThat(house.count("auth.tokens")).isEqualTo(1);
        }

        @Test
        void areRefusedAfterLogoutAtOnceAndForGood() {
            Session session = session(auth.login("user", "user", "test"));
            Session other = session(auth.login("user", "user", "test"));
            auth.authenticate(session.token());

            auth.logout(session.principal());
            auth.logout(session.principal());

            assertThat(auth.authenticate(session.token())).isEqualTo(new Refused(Reason.REVOKED));
            assertThat(auth.recheck(session.principal())).isEqualTo(new Refused(Reason.REVOKED));
            assertThat(house.started(house.development()).authenticate(session.token()))
                    .isEqualTo(new Refused(Reason.REVOKED));
            assertThat(principal(auth.authenticate(other.token())).name()).isEqualTo("user");
        }

        @Test
        void areRefusedByOtherServicesWithinASecondOfLogout() {
            AuthService otherEdge = house.started(house.development());
            Session session = session(auth.login("user", "user", "test"));
            principal(otherEdge.authenticate(session.token()));

            auth.logout(session.principal());
            house.clock().advance(STALE);

            assertThat(otherEdge.authenticate(session.token())).isEqualTo(new Refused(Reason.REVOKED));
        }

        @Test
        void areToldToListenersOnceWhenRevokedAndAFailingListenerHarmsNobody() {
            List<String> told = new ArrayList<>();
            auth.onRevoked(tokenId -> {
                throw new IllegalStateException("listener of the test");
            });
            auth.onRevoked(told::add);
            Session session = session(auth.login("user", "user", "test"));

            auth.logout(session.principal());
            auth.logout(session.principal());

            assertThat(told).containsExactly(session.principal().tokenId());
        }

        @Test
        void areRevokedWhenThePasswordChanges() {
            List<String> told = new ArrayList<>();
            auth.onRevoked(told::add);
            Session first = session(auth.login("user", "user", "test"));
            Session second = session(auth.login("user", "user", "test"));
            Session foreign = session(auth.login("admin", "test", "test"));

            assertThat(auth.administration().setPassword("user", "a new password"))
                    .isEqualTo(new Administration.Done(true));

            assertThat(told)
                    .containsExactlyInAnyOrder(
                            first.principal().tokenId(), second.principal().tokenId());
            assertThat(auth.authenticate(first.token())).isEqualTo(new Refused(Reason.REVOKED));
            assertThat(principal(auth.authenticate(foreign.token())).name()).isEqualTo("admin");
            assertThat(auth.login("user", "user", "test")).isEqualTo(new BadCredentials());
            session(auth.login("user", "a new password", "test"));
        }

        @Test
        void areRefusedWhileTheirUserIsInactive() {
            Session session = session(auth.login("user", "user", "test"));

            auth.administration().setActive("user", false);
            assertThat(auth.authenticate(session.token())).isEqualTo(new Refused(Reason.USER_INACTIVE));

            auth.administration().setActive("user", true);
            assertThat(principal(auth.authenticate(session.token())).name()).isEqualTo("user");
        }

        @Test
        void areRefusedWhenTheyAreNotOurs() {
            for (String token : List.of("", "e1d60388ee768567a55ed0ce4a99740f1b21bfc1", "a.b.c", "\u0000")) {
                assertThat(auth.authenticate(token)).isEqualTo(new Refused(Reason.INVALID));
            }
        }

        @Test
        void areRefusedWhenTheDatabaseDoesNotKnowThem() {
            Session session = session(auth.login("user", "user", "test"));

            try (AuthHouse anotherDatabase = new AuthHouse(keyDirectory)) {
                AuthService sameKey = anotherDatabase.started(anotherDatabase.development());
                assertThat(sameKey.authenticate(session.token())).isEqualTo(new Refused(Reason.REVOKED));
            }
        }

        @Test
        void holdAfterARestartWithTheSameKey() {
            Session session = session(auth.login("user", "user", "test"));
            auth.close();

            AuthService again = house.started(house.development());

            assertThat(principal(again.authenticate(session.token()))).isEqualTo(session.principal());
        }
    }

    @Nested
    class TheDatabase {

        @Test
        void isNotAskedTwiceInASecondForOneToken() {
            Session session = session(auth.login("user", "user", "test"));

            house.closePools();
            Authentication remembered = auth.authenticate(session.token());
            assertThat(principal(remembered).name()).isEqualTo("user");

            house.clock().advance(STALE);
            assertThatThrownBy(() -> auth.authenticate(session.token())).isInstanceOf(AuthException.class);
        }

        @Test
        void failsALoginWithAnExceptionWhenItIsAway() {
            house.closePools();

            assertThatThrownBy(() -> auth.login("user", "user", "test"))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("database");
        }
    }

    @Nested
    class Rights {

        private UserPrincipal login(String name, String password) {
            return session(auth.login(name, password, "test")).principal();
        }

        @Test
        void ofASuperuserAreAll() {
            UserPrincipal admin = login("admin", "test");

            for (Right right : Right.values()) {
                assertThat(admin.may(right, DOME)).isTrue();
                assertThat(admin.may(right, AddressPattern.EVERYTHING)).isTrue();
                assertThat(admin.maySomewhere(right)).isTrue();
            }
            assertThat(admin.superuser()).isTrue();
            assertThat(admin.mayCommand()).isTrue();
        }

        @Test
        void ofAUserAreSeeingAndNotCommanding() {
            UserPrincipal user = login("user", "user");

            assertThat(user.superuser()).isFalse();
            assertThat(user.may(Right.READ, AddressPattern.EVERYTHING)).isTrue();
            assertThat(user.may(Right.HISTORY, DOME)).isTrue();
            assertThat(user.may(Right.WRITE, DOME)).isFalse();
            assertThat(user.may(Right.COMMAND, DOME)).isFalse();
            assertThat(user.maySomewhere(Right.ADMINISTER)).isFalse();
            assertThat(user.mayCommand()).isFalse();
        }

        @Test
        void ofACommandUserAreSeeingAndCommanding() {
            UserPrincipal commander = login("cmd_user", "cmd_user");

            assertThat(commander.mayCommand()).isTrue();
            assertThat(commander.may(Right.COMMAND, DOME)).isTrue();
            assertThat(commander.may(Right.READ, DOME)).isTrue();
            assertThat(commander.may(Right.WRITE, DOME)).isFalse();
        }

        @Test
        void changeForTokensInUse() {
            Session session = session(auth.login("user", "user", "test"));

            auth.administration().grant("user", "command", "command-ATDome-all-all");
            UserPrincipal granted = principal(auth.authenticate(session.token()));
            assertThat(granted.mayCommand()).isTrue();
            assertThat(granted.may(Right.COMMAND, DOME)).isTrue();
            assertThat(granted.may(Right.COMMAND, Address.of(Category.COMMAND, "MTMount", 0, "move")))
                    .isFalse();

            auth.administration().revoke("user", "command", "cmd:ATDome:*:*");
            assertThat(principal(auth.recheck(session.principal())).mayCommand())
                    .isFalse();
        }

        @Test
        void ofAProducerAreWritingAndNothingElse() {
            ProcessPrincipal process =
                    auth.checkProcessPassword("producer pass").orElseThrow();

            assertThat(process.may(Right.WRITE, DOME)).isTrue();
            assertThat(process.may(Right.WRITE, AddressPattern.EVERYTHING)).isTrue();
            for (Right right : List.of(Right.READ, Right.COMMAND, Right.HISTORY, Right.ADMINISTER)) {
                assertThat(process.may(right, DOME)).isFalse();
                assertThat(process.maySomewhere(right)).isFalse();
            }
            assertThat(process.mayCommand()).isFalse();
        }
    }

    @Test
    void knowsOnlyTheProcessPasswordItWasGiven() {
        assertThat(auth.checkProcessPassword("producer pas")).isEmpty();
        assertThat(auth.checkProcessPassword("")).isEmpty();
        AuthConfig config = house.development();
        AuthService without = house.started(new AuthConfig(
                config.keyDirectory(),
                config.generateKey(),
                config.development(),
                config.issuer(),
                config.tokenLifetime(),
                null,
                config.passwordCost(),
                config.loginPolicy()));
        assertThat(without.checkProcessPassword("")).isEmpty();
        assertThat(without.checkProcessPassword("null")).isEmpty();
    }
}
