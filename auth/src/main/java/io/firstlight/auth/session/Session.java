package io.firstlight.auth.session;

/**
 * A fresh login.
 *
 * @param token the token to give to the client, once: a secret
 * @param principal whose it is
 */
public record Session(String token, UserPrincipal principal) {

    /** All but the token. */
    @Override
    public String toString() {
        return "Session[token=***, " + principal + "]";
    }
}
