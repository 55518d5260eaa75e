package io.firstlight.auth.session;

/** What a token is worth now. */
public sealed interface Authentication {

    /** The token holds. */
    record Authenticated(UserPrincipal principal) implements Authentication {}

    /** The token does not hold. */
    record Refused(Reason reason) implements Authentication {}

    /** Why not; when several hold, the first of them. */
    enum Reason {
        /** Not a token that this system signed. */
        INVALID,
        /** Its time is over. */
        EXPIRED,
        /** Logged out, or forgotten: signed by us, but not in the database. */
        REVOKED,
        /** The user may not be here at present. */
        USER_INACTIVE
    }
}
