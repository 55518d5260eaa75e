package io.firstlight.auth;

import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.Authentication.Reason;
import io.firstlight.auth.session.Authentication.Refused;
import io.firstlight.auth.session.LoginOutcome.BadCredentials;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.IssuedTokens;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.user.Administration;
import io.firstlight.auth.user.UserAdministration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static io.firstlight.auth.AuthHouse.principal;
import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenUseTest {

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
    void leaveTheListSomeDaysAfterTheyExpired() {
        session(auth.login("user", "user", "test"));
        house.clock().advance(AuthHouse.LIFETIME);
        session(auth.login("admin", "test", "test"));
        assertThat(house.count("auth.tokens")).isEqualTo(2);
        house.clock().advance(IssuedTokens.KEPT_AFTER_EXPIRY);

        session(auth.login("cmd_user", "cmd_user", "test"));

        assertThat(house.count("auth.tokens")).isEqualTo(2);
    }

    @Test
    void leaveTheListWhenTheirBearerIsToldThatTheyHaveExpired() {
        Session session = session(auth.login("user", "user", "test"));
        Session loggedOut = session(auth.login("user", "user", "test"));
        auth.logout(loggedOut.principal());
        assertThat(auth.forgetExpired(session.token())).isFalse();
        house.clock().advance(AuthHouse.LIFETIME);

        assertThat(auth.forgetExpired(session.token())).isTrue();
        assertThat(auth.forgetExpired(session.token())).isFalse();
        assertThat(auth.forgetExpired(loggedOut.token())).isFalse();
        assertThat(auth.forgetExpired("no token")).isFalse();
        assertThat(house.count("auth.tokens")).isZero();
    }

    @Test
    void areRecheckedManyAtOnceWithTheRightsOfNow() {
        Session stays = session(auth.login("user", "user", "test"));
        Session twin = session(auth.login("user", "user", "test"));
        Session out = session(auth.login("admin", "test", "test"));
        Session inactive = session(auth.login("cmd_user", "cmd_user", "test"));
        UserAdministration commandLine = AuthService.openAdministration(house.pool(), house.clock());
        List<UserPrincipal> all =
                Stream.of(stays, twin, out, inactive).map(Session::principal).toList();
        assertThat(auth.recheck(all))
                .hasSize(4)
                .allSatisfy((id, answer) -> assertThat(principal(answer)).isIn(all));

        commandLine.grant("user", "write", "event-ATDome-all-all");
        commandLine.setActive("cmd_user", false);
        commandLine.setPassword("admin", "another password");
        Map<String, Authentication> now = auth.recheck(all);

        UserPrincipal changed =
                principal(Objects.requireNonNull(now.get(twin.principal().tokenId())));
        assertThat(changed.maySomewhere(Right.WRITE)).isTrue();
        assertThat(changed.rights())
                .isEqualTo(principal(
                                Objects.requireNonNull(now.get(stays.principal().tokenId())))
                        .rights());
        assertThat(now.get(out.principal().tokenId())).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(now.get(inactive.principal().tokenId())).isEqualTo(new Refused(Reason.USER_INACTIVE));
        assertThat(auth.authenticate(out.token())).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(auth.recheck(List.of())).isEmpty();
    }

    @Test
    void haveANumberThatIsAnotherAfterEveryChangeOfWhatTheyAreWorth() {
        UserAdministration commandLine = AuthService.openAdministration(house.pool(), house.clock());
        Session session = session(auth.login("user", "user", "test"));
        List<Runnable> changes = List.of(
                () -> commandLine.grant("user", "write", "event-ATDome-all-all"),
                () -> commandLine.revoke("user", "write", "event-ATDome-all-all"),
                () -> commandLine.leave("user", "ui_framework"),
                () -> commandLine.join("user", "ui_framework"),
                () -> commandLine.setActive("user", false),
                () -> commandLine.setActive("user", true),
                () -> auth.logout(session.principal()),
                () -> commandLine.setPassword("user", "another password"));
        for (Runnable change : changes) {
            long before = auth.changes();
            change.run();
            assertThat(auth.changes()).isNotEqualTo(before);
        }
    }

    @Test
    void leaveThatNumberWhenNobodyMayDoMoreOrLessThanBefore() {
        session(auth.login("user", "user", "test"));
        long before = auth.changes();

        session(auth.login("user", "user", "test"));
        session(auth.login("admin", "test", "test"));

        assertThat(auth.changes()).isEqualTo(before);
    }

    @Test
    void areRefusedAtOnceWhenAnotherServiceSaysThatItRevokedThem() {
        AuthService otherEdge = house.started(house.development());
        Session session = session(auth.login("user", "user", "test"));
        principal(otherEdge.authenticate(session.token()));
        auth.logout(session.principal());

        otherEdge.revokedElsewhere(session.principal().tokenId());

        assertThat(otherEdge.authenticate(session.token())).isEqualTo(new Refused(Reason.REVOKED));
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
        List<Revocation> told = new ArrayList<>();
        Runnable failing = auth.onRevoked(revocation -> {
            throw new IllegalStateException("listener of the test");
        });
        Runnable listening = auth.onRevoked(told::add);
        Session session = session(auth.login("user", "user", "test"));
        Session later = session(auth.login("user", "user", "test"));

        auth.revoke(session.principal(), Revocation.Reason.SWAP);
        auth.logout(session.principal());
        failing.run();
        listening.run();
        auth.logout(later.principal());

        assertThat(told)
                .containsExactly(new Revocation.OfToken(
                        session.principal().tokenId(),
                        Revocation.Reason.SWAP,
                        house.clock().instant(),
                        session.principal().expiresAt()));
    }

    @Test
    void areRevokedWhenThePasswordChanges() {
        List<Revocation> told = new ArrayList<>();
        Runnable unused = auth.onRevoked(told::add);
        Session first = session(auth.login("user", "user", "test"));
        Session second = session(auth.login("user", "user", "test"));
        Session foreign = session(auth.login("admin", "test", "test"));

        assertThat(auth.administration().setPassword("user", "a new password"))
                .isEqualTo(new Administration.Done(true));

        assertThat(told)
                .containsExactly(new Revocation.OfUser(
                        "user",
                        Revocation.Reason.PASSWORD,
                        house.clock().instant(),
                        second.principal().expiresAt()));
        assertThat(auth.authenticate(first.token())).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(auth.authenticate(second.token())).isEqualTo(new Refused(Reason.REVOKED));
        assertThat(principal(auth.authenticate(foreign.token())).name()).isEqualTo("admin");
        assertThat(auth.login("user", "user", "test")).isEqualTo(new BadCredentials());
        session(auth.login("user", "a new password", "test"));
    }

    @Test
    void areRefusedWhileTheirUserIsInactive() {
        Session session = session(auth.login("user", "user", "test"));
        List<Revocation> told = new ArrayList<>();
        Runnable unused = auth.onRevoked(told::add);

        auth.administration().setActive("user", false);
        auth.administration().setActive("user", false);
        auth.administration().setActive("cmd_user", false);
        assertThat(auth.authenticate(session.token())).isEqualTo(new Refused(Reason.USER_INACTIVE));
        assertThat(told)
                .containsExactly(new Revocation.OfUser(
                        "user",
                        Revocation.Reason.INACTIVE,
                        house.clock().instant(),
                        session.principal().expiresAt()));

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

    @Test
    void doNotAskTheDatabaseTwiceInASecond() {
        Session session = session(auth.login("user", "user", "test"));

        house.closePools();
        Authentication remembered = auth.authenticate(session.token());
        assertThat(principal(remembered).name()).isEqualTo("user");

        house.clock().advance(STALE);
        assertThatThrownBy(() -> auth.authenticate(session.token())).isInstanceOf(AuthException.class);
    }

    @Test
    void failWithAnExceptionWhenTheDatabaseIsAway() {
        house.closePools();

        assertThatThrownBy(() -> auth.login("user", "user", "test"))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("database");
    }
}
