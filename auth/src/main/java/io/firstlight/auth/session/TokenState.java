package io.firstlight.auth.session;

import io.firstlight.auth.right.Rights;
import io.firstlight.auth.user.User;

/** What the database says of one token that it knows. */
record TokenState(boolean revoked, User user, Rights rights) {}
