package io.firstlight.auth.user;

import io.firstlight.auth.password.PasswordHasher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;

/** The three users of LOVE's development set-up, whose passwords everybody knows: made for development, hunted in production. */
public final class DevelopmentUsers {

    private static final Logger log = LoggerFactory.getLogger(DevelopmentUsers.class);

    private static final List<NewUser> ALL = List.of(
            user("admin", "test", true),
            user("user", "user", false, "ui_framework"),
            user("cmd_user", "cmd_user", false, "ui_framework", "cmd"));

    private DevelopmentUsers() {}

    /** Adds those that lack, with the password given for them, else with the known one. Who exists keeps his password, groups and rights. */
    public static void create(UserAdministration administration, FirstPasswords passwords) {
        for (NewUser user : ALL) {
            String given = passwords.of(user.name());
            Administration outcome = administration.addWithAnyPassword(given == null ? user : user.withPassword(given));
            if (outcome instanceof Administration.Done) {
                log.info("added development user {}", user.name());
            } else if (outcome instanceof Administration.Refused refused
                    && refused.problem() != Administration.Problem.USER_EXISTS) {
                throw new IllegalStateException(refused.message());
            } else if (given != null) {
                FirstUsers.warnOfExisting(user.name());
            }
        }
    }

    /** The user of that name, with his groups. */
    static NewUser named(String name) {
        return ALL.stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no development user " + name));
    }

    /** Names of those that are active and still have the password everybody knows. */
    public static List<String> withDefaultPassword(UserTable users, PasswordHasher hasher) {
        return ALL.stream()
                .filter(user -> users.credentials(user.name())
                        .filter(Credentials::active)
                        .filter(credentials -> hasher.matches(user.password(), credentials.passwordHash()))
                        .isPresent())
                .map(NewUser::name)
                .toList();
    }

    private static NewUser user(String name, String password, boolean superuser, String... groups) {
        return new NewUser(name, password, name + "@fake.com", "", "", superuser, Set.of(groups));
    }
}
