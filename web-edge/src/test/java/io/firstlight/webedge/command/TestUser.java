package io.firstlight.webedge.command;

import io.firstlight.auth.right.Rights;
import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.User;

import java.time.Instant;
import java.util.Set;

/** Users that are in no database. */
final class TestUser {

    private TestUser() {}

    static Principal with(Rights rights) {
        return principal(false, rights);
    }

    static Principal superuser() {
        return principal(true, Rights.NONE);
    }

    private static Principal principal(boolean superuser, Rights rights) {
        User user = new User(1, "bob", "", "", "", true, superuser, Instant.EPOCH, Set.of());
        return new UserPrincipal(user, rights, "token", Instant.MAX);
    }
}
