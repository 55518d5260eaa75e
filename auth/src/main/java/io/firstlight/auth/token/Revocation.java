package io.firstlight.auth.token;

import java.time.Instant;
import java.util.Locale;

/** Tokens that no longer hold, from the moment that this is known on: it is durable by then. No secret. */
public sealed interface Revocation {

    /** Why they no longer hold. */
    Reason reason();

    /** Since when. */
    Instant at();

    /** From when on it no longer matters, because the tokens would have expired by then. */
    Instant until();

    /** One token, for good. */
    record OfToken(String tokenId, Reason reason, Instant at, Instant until) implements Revocation {}

    /** The tokens that a user had at that moment; they may hold again, if he was only made inactive. */
    record OfUser(String userName, Reason reason, Instant at, Instant until) implements Revocation {}

    /** Why tokens were revoked. */
    enum Reason {
        /** Its user logged out. */
        LOGOUT,
        /** Another user took over the session. */
        SWAP,
        /** Its user logged in more often than he may: his oldest sessions end. */
        SESSION_LIMIT,
        /** The user's password was changed. */
        PASSWORD,
        /** The user was made inactive. */
        INACTIVE;

        /** The word in records and logs, for example {@code logout}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
