package io.firstlight.auth.user;

import io.firstlight.auth.password.PasswordHasher;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.token.IssuedToken;
import io.firstlight.auth.token.IssuedTokens;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.user.Administration.Done;
import io.firstlight.auth.user.Administration.Problem;
import io.firstlight.auth.user.Administration.Refused;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Adds, changes and lists users. Every request may be repeated: doing what is done already is {@link Done} without change. Other
 * processes on the same database see a change within a second. Thread-safe.
 */
public final class UserAdministration {

    private static final int MAX_TEXT_LENGTH = 254;

    private final UserTable users;
    private final GroupTable groups;
    private final IssuedTokens tokens;
    private final PasswordHasher hasher;
    private final Clock clock;
    private final Runnable changed;

    /**
     * @param users queries
     * @param groups queries
     * @param tokens tokens that a change of password revokes
     * @param hasher for new passwords
     * @param clock for the time of creation
     * @param changed called after each change of who may do what, so that what is remembered of it is asked again
     */
    public UserAdministration(
            UserTable users,
            GroupTable groups,
            IssuedTokens tokens,
            PasswordHasher hasher,
            Clock clock,
            Runnable changed) {
        this.users = users;
        this.groups = groups;
        this.tokens = tokens;
        this.hasher = hasher;
        this.clock = clock;
        this.changed = changed;
    }

    /** Adds a user with a password of at least {@value PasswordHasher#MIN_LENGTH} characters. */
    public Administration add(NewUser user) {
        Refused badPassword = passwordProblem(user.password());
        return badPassword != null ? badPassword : addWithAnyPassword(user);
    }

    /** As {@link #add}, for development users, whose passwords are short. */
    Administration addWithAnyPassword(NewUser user) {
        if (!User.isLegalName(user.name())) {
            return new Refused(
                    Problem.BAD_USER_NAME,
                    "a user name is 1 to 150 of ASCII letters, digits and @ . + _ -, which '"
                            + Refused.printable(user.name()) + "' is not");
        }
        for (String text : List.of(user.email(), user.firstName(), user.lastName())) {
            if (text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
                return new Refused(
                        Problem.BAD_TEXT,
                        "e-mail and names have at most " + MAX_TEXT_LENGTH + " characters and no control characters");
            }
        }
        for (String group : user.groups()) {
            if (isNoGroup(group)) {
                return Refused.unknownGroup(group);
            }
        }
        return users.insert(user, hasher.hash(user.password()), clock.instant())
                ? new Done(true)
                : new Refused(Problem.USER_EXISTS, "there is a user '" + user.name() + "' already");
    }

    /** All users by name. */
    public List<User> list() {
        return users.list();
    }

    /** A user's tokens that have not expired, newest first; none for a user who does not exist. */
    public List<IssuedToken> tokens(String userName) {
        return User.isLegalName(userName) ? tokens.list(userName) : List.of();
    }

    /** Changes the password and revokes the user's tokens: whoever had the old password is out. */
    public Administration setPassword(String userName, String password) {
        Refused badPassword = passwordProblem(password);
        if (badPassword != null) {
            return badPassword;
        }
        return forUser(userName, () -> {
            boolean done = users.updateHash(userName, hasher.hash(password));
            tokens.revokeAllOf(userName, Revocation.Reason.PASSWORD);
            return done;
        });
    }

    /** Lets the user in or keeps him out; his tokens hold again when he is let in again. */
    public Administration setActive(String userName, boolean active) {
        return forUser(userName, () -> {
            boolean done = users.updateActive(userName, active);
            if (done && !active) {
                tokens.userInactive(userName);
            }
            return done;
        });
    }

    /** Gives a right ({@code read}, {@code write} ...) over a pattern as {@link AddressPattern#parse} reads it. */
    public Administration grant(String userName, String right, String pattern) {
        return GrantRequest.read(right, pattern, grant -> forUser(userName, () -> users.grant(userName, grant)));
    }

    /** Takes back exactly that grant; what a group or a wider pattern gives stays. */
    public Administration revoke(String userName, String right, String pattern) {
        return GrantRequest.read(right, pattern, grant -> forUser(userName, () -> users.revoke(userName, grant)));
    }

    /** Puts the user into the group. */
    public Administration join(String userName, String group) {
        return isNoGroup(group) ? Refused.unknownGroup(group) : forUser(userName, () -> users.join(userName, group));
    }

    /** Takes the user out of the group. */
    public Administration leave(String userName, String group) {
        return isNoGroup(group) ? Refused.unknownGroup(group) : forUser(userName, () -> users.leave(userName, group));
    }

    /** Puts the user into some groups and takes him out of others; when one of them does not exist, nothing is changed. */
    public Administration regroup(String userName, Set<String> join, Set<String> leave) {
        for (String group : Stream.concat(join.stream(), leave.stream()).toList()) {
            if (isNoGroup(group)) {
                return Refused.unknownGroup(group);
            }
        }
        return forUser(userName, () -> {
            boolean done = false;
            for (String group : join) {
                done |= users.join(userName, group);
            }
            for (String group : leave) {
                done |= users.leave(userName, group);
            }
            return done;
        });
    }

    private Administration forUser(String userName, Supplier<Boolean> change) {
        if (!User.isLegalName(userName) || !users.userExists(userName)) {
            return new Refused(Problem.UNKNOWN_USER, "there is no user '" + Refused.printable(userName) + "'");
        }
        boolean done = change.get();
        changed.run();
        return new Done(done);
    }

    private boolean isNoGroup(String group) {
        return !User.isLegalName(group) || !groups.exists(group);
    }

    private static @Nullable Refused passwordProblem(String password) {
        if (password.length() < PasswordHasher.MIN_LENGTH) {
            return new Refused(
                    Problem.PASSWORD_TOO_SHORT, "a password has at least " + PasswordHasher.MIN_LENGTH + " characters");
        }
        if (password.length() > PasswordHasher.MAX_LENGTH) {
            return new Refused(
                    Problem.PASSWORD_TOO_LONG, "a password has at most " + PasswordHasher.MAX_LENGTH + " characters");
        }
        return null;
    }
}
