package io.firstlight.auth;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.Administration;
import io.firstlight.auth.user.Administration.Done;
import io.firstlight.auth.user.Administration.Problem;
import io.firstlight.auth.user.Administration.Refused;
import io.firstlight.auth.user.NewUser;
import io.firstlight.auth.user.User;
import io.firstlight.auth.user.UserAdministration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Set;

import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class UserAdministrationTest {

    private static final String PASSWORD = "long enough";

    @TempDir
    Path keyDirectory;

    private AuthHouse house;
    private AuthService auth;
    private UserAdministration administration;

    @BeforeEach
    void start() {
        house = new AuthHouse(keyDirectory);
        auth = house.started(house.development());
        administration = auth.administration();
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void addsAUserWhoMayLogInAndSeeNothing() {
        NewUser ann = new NewUser("ann@site", PASSWORD, "ann@example.org", "Ann", "O'Neill", false, Set.of());

        assertThat(administration.add(ann)).isEqualTo(new Done(true));

        UserPrincipal principal =
                session(auth.login("ann@site", PASSWORD, "test")).principal();
        assertThat(principal.user())
                .isEqualTo(new User(
                        principal.user().id(),
                        "ann@site",
                        "ann@example.org",
                        "Ann",
                        "O'Neill",
                        true,
                        false,
                        house.clock().instant(),
                        Set.of()));
        for (Right right : Right.values()) {
            assertThat(principal.maySomewhere(right)).isFalse();
        }
    }

    @Test
    void givesEveryUserANumberThatStaysHis() {
        administration.add(NewUser.of("ann", PASSWORD, "cmd"));
        administration.add(NewUser.of("bea", PASSWORD, "cmd"));

        long ann =
                session(auth.login("ann", PASSWORD, "test")).principal().user().id();
        long bea =
                session(auth.login("bea", PASSWORD, "test")).principal().user().id();

        assertThat(ann).isPositive().isLessThan(bea);
        assertThat(administration.list())
                .extracting(User::name, User::id)
                .contains(tuple("ann", ann), tuple("bea", bea));
        assertThat(session(auth.login("ann", PASSWORD, "test"))
                        .principal()
                        .user()
                        .id())
                .isEqualTo(ann);
    }

    @Test
    void addsSuperusersAndMembersOfGroups() {
        administration.add(new NewUser("root", PASSWORD, "", "", "", true, Set.of()));
        administration.add(NewUser.of("ann", PASSWORD, "cmd"));

        assertThat(session(auth.login("root", PASSWORD, "test")).principal().superuser())
                .isTrue();
        assertThat(session(auth.login("ann", PASSWORD, "test")).principal().mayCommand())
                .isTrue();
    }

    @Test
    void listsUsersByNameWithTheirGroups() {
        assertThat(administration.list()).extracting(User::name).containsExactly("admin", "cmd_user", "user");
        assertThat(administration.list().get(1).groups()).containsExactlyInAnyOrder("cmd", "ui_framework");
    }

    @Test
    void refusesANameThatIsTakenAndChangesNothing() {
        assertProblem(administration.add(NewUser.of("user", PASSWORD, "cmd")), Problem.USER_EXISTS);

        assertThat(session(auth.login("user", "user", "test")).principal().mayCommand())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\u0000b", "caf\u00e9", "a/b", "a'b"})
    void refusesIllegalNames(String name) {
        assertProblem(administration.add(NewUser.of(name, PASSWORD)), Problem.BAD_USER_NAME);
        assertProblem(administration.setActive(name, true), Problem.UNKNOWN_USER);
        assertThat(administration.tokens(name)).isEmpty();
    }

    @Test
    void refusesPasswordsThatAreTooShortOrTooLongWithoutRepeatingThem() {
        assertProblem(administration.add(NewUser.of("ann", "hushhus")), Problem.PASSWORD_TOO_SHORT);
        assertProblem(administration.setPassword("user", "hushhus"), Problem.PASSWORD_TOO_SHORT);
        assertProblem(administration.add(NewUser.of("ann", "hush".repeat(300))), Problem.PASSWORD_TOO_LONG);
        assertThat(administration.add(NewUser.of("ann", "hush".repeat(256)))).isEqualTo(new Done(true));
    }

    @Test
    void refusesNamesAndAddressesThatTheDatabaseOrATerminalCannotHold() {
        assertProblem(
                administration.add(new NewUser("ann", PASSWORD, "a\u0000", "", "", false, Set.of())), Problem.BAD_TEXT);
        assertProblem(
                administration.add(new NewUser("ann", PASSWORD, "", "\u001b[2J", "", false, Set.of())),
                Problem.BAD_TEXT);
        assertProblem(
                administration.add(new NewUser("ann", PASSWORD, "", "", "x".repeat(255), false, Set.of())),
                Problem.BAD_TEXT);
    }

    @Test
    void refusesUnknownUsersGroupsRightsAndPatterns() {
        assertProblem(administration.setPassword("nobody", PASSWORD), Problem.UNKNOWN_USER);
        assertProblem(administration.setActive("nobody", true), Problem.UNKNOWN_USER);
        assertProblem(administration.grant("nobody", "read", "all-all-all-all"), Problem.UNKNOWN_USER);
        assertProblem(administration.join("nobody", "cmd"), Problem.UNKNOWN_USER);
        assertProblem(administration.join("user", "nogroup"), Problem.UNKNOWN_GROUP);
        assertProblem(administration.leave("user", "\u0000"), Problem.UNKNOWN_GROUP);
        assertProblem(administration.add(NewUser.of("ann", PASSWORD, "nogroup")), Problem.UNKNOWN_GROUP);
        assertProblem(administration.grant("user", "fly", "all-all-all-all"), Problem.UNKNOWN_RIGHT);
        assertProblem(administration.grant("user", "read", "everything"), Problem.BAD_PATTERN);
        assertProblem(administration.revoke("user", "read", "a\u001b-b-c-d"), Problem.BAD_PATTERN);
    }

    @Test
    void saysWhetherARepeatedChangeChangedAnything() {
        assertThat(administration.grant("user", "write", "event-ATDome-*-*")).isEqualTo(new Done(true));
        assertThat(administration.grant("user", "write", "event:ATDome:all:all"))
                .isEqualTo(new Done(false));
        assertThat(administration.revoke("user", "write", "event-ATDome-all-all"))
                .isEqualTo(new Done(true));
        assertThat(administration.revoke("user", "write", "event-ATDome-all-all"))
                .isEqualTo(new Done(false));

        assertThat(administration.join("user", "cmd")).isEqualTo(new Done(true));
        assertThat(administration.join("user", "cmd")).isEqualTo(new Done(false));
        assertThat(administration.leave("user", "cmd")).isEqualTo(new Done(true));
        assertThat(administration.leave("user", "cmd")).isEqualTo(new Done(false));

        assertThat(administration.setActive("user", true)).isEqualTo(new Done(false));
        assertThat(administration.setActive("user", false)).isEqualTo(new Done(true));
    }

    @Test
    void grantsToOneUserAlone() {
        administration.grant("user", "administer", "all-all-all-all");

        UserPrincipal user = session(auth.login("user", "user", "test")).principal();
        UserPrincipal other =
                session(auth.login("cmd_user", "cmd_user", "test")).principal();
        assertThat(user.may(Right.ADMINISTER, AddressPattern.EVERYTHING)).isTrue();
        assertThat(other.maySomewhere(Right.ADMINISTER)).isFalse();
    }

    @Test
    void showsNoPassword() {
        assertThat(NewUser.of("ann", "hushhush").toString())
                .doesNotContain("hush")
                .contains("ann");
    }

    private static void assertProblem(Administration outcome, Problem problem) {
        assertThat(outcome).isInstanceOf(Refused.class);
        Refused refused = (Refused) outcome;
        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused.message()).doesNotContain("hush").doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void movesAUserBetweenGroupsOrChangesNothingWhenOneIsUnknown() {
        assertThat(administration.regroup("user", Set.of("cmd"), Set.of("nobody")))
                .isEqualTo(new Refused(Problem.UNKNOWN_GROUP, "there is no group 'nobody'"));
        assertThat(groupsOf("user")).containsExactly("ui_framework");

        assertThat(administration.regroup("user", Set.of("cmd"), Set.of("ui_framework")))
                .isEqualTo(new Done(true));
        assertThat(groupsOf("user")).containsExactly("cmd");
        assertThat(administration.regroup("user", Set.of("cmd"), Set.of("ui_framework")))
                .isEqualTo(new Done(false));
    }

    private Set<String> groupsOf(String name) {
        return administration.list().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow()
                .groups();
    }
}
