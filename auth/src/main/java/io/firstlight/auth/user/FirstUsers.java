package io.firstlight.auth.user;

import io.firstlight.auth.AuthException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/**
 * The users that a LOVE installation begins with: {@code admin}, who may do everything, and {@code user}, who may see everything. Made where a
 * password is given for them; {@code cmd_user} is one of development only.
 */
public final class FirstUsers {

    private static final Logger log = LoggerFactory.getLogger(FirstUsers.class);
    private static final List<String> NAMES = List.of("admin", "user");

    private FirstUsers() {}

    /**
     * Adds those that lack and have a password. Who exists keeps his own, and a warning says so.
     *
     * @throws AuthException if a password is no password; the message names the key
     */
    public static void create(UserAdministration administration, FirstPasswords passwords) {
        for (String name : NAMES) {
            String password = passwords.of(name);
            if (password != null) {
                create(administration, DevelopmentUsers.named(name).withPassword(password));
            }
        }
        if (passwords.cmdUser() != null) {
            log.warn("auth.cmd-user-password is not used: user cmd_user is made on loopback only, for development");
        }
    }

    private static void create(UserAdministration administration, NewUser user) {
        switch (administration.add(user)) {
            case Administration.Done done -> log.info("added user {}", user.name());
            case Administration.Refused refused -> {
                if (refused.problem() != Administration.Problem.USER_EXISTS) {
                    throw new AuthException("auth." + user.name() + "-password cannot be used: " + refused.message());
                }
                warnOfExisting(user.name());
            }
        }
    }

    /** A password was given for a user who has one. */
    static void warnOfExisting(String name) {
        log.warn("user {} exists and keeps its password: auth.{}-password is not used", name, name.replace('_', '-'));
    }
}
