package io.firstlight.auth;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.Administration.Done;
import io.firstlight.auth.user.Administration.Problem;
import io.firstlight.auth.user.Administration.Refused;
import io.firstlight.auth.user.Group;
import io.firstlight.auth.user.GroupAdministration;
import io.firstlight.auth.user.NewUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;

import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;

class GroupAdministrationTest {

    private static final String PASSWORD = "long enough";
    private static final AddressPattern JOBS = AddressPattern.parse("event-jobs-all-all");

    @TempDir
    Path keyDirectory;

    private AuthHouse house;
    private AuthService auth;
    private GroupAdministration groups;

    @BeforeEach
    void start() {
        house = new AuthHouse(keyDirectory);
        auth = house.started(house.development());
        groups = AuthService.openGroupAdministration(house.pool());
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private UserPrincipal ann() {
        return session(auth.login("ann", PASSWORD, "test")).principal();
    }

    @Test
    void whatAGroupMayItsMembersMay() {
        assertThat(groups.add("operators")).isEqualTo(new Done(true));
        assertThat(groups.grant("operators", "read", "event-jobs-all-all")).isEqualTo(new Done(true));
        auth.administration().add(NewUser.of("ann", PASSWORD, "operators"));

        assertThat(ann().may(Right.READ, JOBS)).isTrue();
        assertThat(ann().may(Right.WRITE, JOBS)).isFalse();

        assertThat(groups.revoke("operators", "read", "event-jobs-all-all")).isEqualTo(new Done(true));
        assertThat(ann().may(Right.READ, JOBS)).isFalse();
    }

    @Test
    void isSeenByConnectionsAsAChange() {
        groups.add("operators");
        auth.administration().add(NewUser.of("ann", PASSWORD, "operators"));
        long before = auth.changes();

        groups.grant("operators", "read", "event-jobs-all-all");
        long granted = auth.changes();
        groups.remove("operators");

        assertThat(granted).isNotEqualTo(before);
        assertThat(auth.changes()).isNotEqualTo(granted);
        assertThat(ann().may(Right.READ, JOBS)).isFalse();
        assertThat(ann().user().groups()).isEmpty();
    }

    @Test
    void mayBeAskedAgain() {
        groups.add("operators");
        groups.grant("operators", "read", "event-jobs-all-all");

        assertThat(groups.add("operators")).isEqualTo(new Done(false));
        assertThat(groups.grant("operators", "read", "event-jobs-all-all")).isEqualTo(new Done(false));
        assertThat(groups.revoke("operators", "write", "event-jobs-all-all")).isEqualTo(new Done(false));
    }

    @Test
    void listsGroupsWithTheirRights() {
        groups.add("operators");
        groups.grant("operators", "read", "event-jobs-all-all");
        auth.administration().add(NewUser.of("ann", PASSWORD, "operators"));

        assertThat(groups.list())
                .contains(new Group("operators", 1, Set.of(new Grant(Right.READ, JOBS))))
                .extracting(Group::name)
                .containsExactly("cmd", "operators", "ui_framework");
    }

    @Test
    void refusesWhatCannotBeAndChangesNothing() {
        assertThat(groups.add("a b"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.BAD_GROUP_NAME));
        assertThat(groups.remove("cmd"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.GROUP_IS_NEEDED));
        assertThat(groups.remove("nobody")).isEqualTo(new Refused(Problem.UNKNOWN_GROUP, "there is no group 'nobody'"));
        assertThat(groups.grant("cmd", "see", "all-all-all-all"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.UNKNOWN_RIGHT));
        assertThat(groups.grant("cmd", "read", "x"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.BAD_PATTERN));
    }
}
