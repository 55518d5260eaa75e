package io.firstlight.auth;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.ProcessPrincipal;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static io.firstlight.auth.AuthHouse.principal;
import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;

class PrincipalRightsTest {

    private static final Address DOME = Address.of(Category.COMMAND, "ATDome", 0, "move");

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
        assertThat(principal(auth.recheck(session.principal())).mayCommand()).isFalse();
    }

    @Test
    void ofAProducerAreWritingAndNothingElse() {
        ProcessPrincipal process = auth.checkProcessPassword("producer pass").orElseThrow();

        assertThat(process.may(Right.WRITE, DOME)).isTrue();
        assertThat(process.may(Right.WRITE, AddressPattern.EVERYTHING)).isTrue();
        for (Right right : List.of(Right.READ, Right.COMMAND, Right.HISTORY, Right.ADMINISTER)) {
            assertThat(process.may(right, DOME)).isFalse();
            assertThat(process.maySomewhere(right)).isFalse();
        }
        assertThat(process.mayCommand()).isFalse();
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
                config.loginPolicy(),
                config.firstPasswords()));
        assertThat(without.checkProcessPassword("")).isEmpty();
        assertThat(without.checkProcessPassword("null")).isEmpty();
    }

    @Test
    void sayWhetherAllThatWasSeenBeforeMayStillBeSeen() {
        UserPrincipal admin = principalOf("admin", "test");
        UserPrincipal before = principalOf("user", "user");
        auth.administration().grant("user", "write", "event-ATDome-all-all");
        UserPrincipal gained = principalOf("user", "user");
        auth.administration().leave("user", "ui_framework");
        UserPrincipal lost = principalOf("user", "user");
        auth.administration().grant("user", "read", "all-all-all-all");
        UserPrincipal withoutHistory = principalOf("user", "user");

        assertThat(gained.seesAllThat(before)).isTrue();
        assertThat(before.seesAllThat(gained)).isTrue();
        assertThat(lost.seesAllThat(before)).isFalse();
        assertThat(withoutHistory.seesAllThat(lost)).isTrue();
        assertThat(withoutHistory.seesAllThat(before)).isFalse();
        assertThat(before.seesAllThat(admin)).isTrue();
        assertThat(lost.seesAllThat(admin)).isFalse();
        assertThat(admin.seesAllThat(before)).isTrue();
    }

    private UserPrincipal principalOf(String name, String password) {
        return AuthHouse.session(auth.login(name, password, "test")).principal();
    }
}
