package io.firstlight.auth.session;

import io.firstlight.auth.right.Rights;
import io.firstlight.auth.user.User;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What the database says of one token that it knows.
 *
 * @param revoked whether it was revoked
 * @param endsAt from when on it does not hold, because its user has too many; null for none
 */
record TokenState(boolean revoked, @Nullable Instant endsAt, User user, Rights rights) {

    /** Whether it holds no longer, whatever its expiry says. */
    boolean revokedAt(Instant now) {
        return revoked || (endsAt != null && !now.isBefore(endsAt));
    }
}
