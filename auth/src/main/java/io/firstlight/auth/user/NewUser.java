package io.firstlight.auth.user;

import java.util.Set;

/**
 * What is asked for when a user is added. He is active; without a group, grant or superuser he may log in and see nothing.
 *
 * @param name see {@link User#name}
 * @param password in clear
 * @param email may be empty
 * @param firstName may be empty
 * @param lastName may be empty
 * @param superuser whether he passes every check
 * @param groups groups to join
 */
public record NewUser(
        String name,
        String password,
        String email,
        String firstName,
        String lastName,
        boolean superuser,
        Set<String> groups) {

    public NewUser {
        groups = Set.copyOf(groups);
    }

    /** A plain user with neither names nor e-mail. */
    public static NewUser of(String name, String password, String... groups) {
        return new NewUser(name, password, "", "", "", false, Set.of(groups));
    }

    /** The same with another password. */
    NewUser withPassword(String another) {
        return new NewUser(name, another, email, firstName, lastName, superuser, groups);
    }

    /** All but the password. */
    @Override
    public String toString() {
        return "NewUser[" + name + ", password=***, email=" + email + ", superuser=" + superuser + ", groups=" + groups
                + "]";
    }
}
