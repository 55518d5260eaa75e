package io.firstlight.webedge.rest;

import io.firstlight.auth.AuthService;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.UserPrincipal;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.StringTokenizer;

/** Who sends a request, by its {@code Authorization: Token ...} (LOVE) or {@code Bearer ...} header. */
public final class TokenHeader {

    private static final String INVALID = "Invalid Token";

    private final AuthService auth;

    /** Asks that service. */
    public TokenHeader(AuthService auth) {
        this.auth = auth;
    }

    /**
     * A token that holds.
     *
     * @param token the token itself, a secret
     * @param principal whose it is
     */
    record Shown(String token, UserPrincipal principal) {
        @Override
        public String toString() {
            return "Shown[token=***, " + principal + "]";
        }
    }

    /**
     * The token and user of the request.
     *
     * @throws RequestRefused 401 in LOVE's words if there is no valid token
     */
    Shown require(Context context) {
        return shown(token(context.header("Authorization")));
    }

    /** The user of the cookie of a login; null if the request has none whose token holds. For requests that a foreign page may make. */
    @Nullable
    UserPrincipal byCookie(Context context) {
        String token = LoginCookies.session(context);
        return token != null && auth.authenticate(token) instanceof Authentication.Authenticated authenticated
                ? authenticated.principal()
                : null;
    }

    private Shown shown(String token) {
        return switch (auth.authenticate(token)) {
            case Authentication.Authenticated authenticated -> new Shown(token, authenticated.principal());
            case Authentication.Refused refused -> throw new RequestRefused(401, detail(token, refused.reason()));
        };
    }

    /** The user of the request; without a valid token it is refused, 401 in LOVE's words. */
    public UserPrincipal requireUser(Context context) {
        return require(context).principal();
    }

    /** Refuses the request, 401 or 403, unless its user has the right somewhere. */
    public void requireSomewhere(Context context, Right right) {
        if (!require(context).principal().maySomewhere(right)) {
            throw new RequestRefused(403, "You do not have permission to perform this action.");
        }
    }

    private static String token(@Nullable String header) {
        if (header == null) {
            throw new RequestRefused(401, "Authentication credentials were not provided.");
        }
        StringTokenizer words = new StringTokenizer(header);
        String scheme = words.hasMoreTokens() ? words.nextToken() : "";
        if (!scheme.equalsIgnoreCase("Token") && !scheme.equalsIgnoreCase("Bearer")) {
            throw new RequestRefused(401, "Authentication credentials were not provided.");
        }
        if (!words.hasMoreTokens()) {
            throw new RequestRefused(401, "Invalid token header. No credentials provided.");
        }
        String token = words.nextToken();
        if (words.hasMoreTokens()) {
            throw new RequestRefused(401, "Invalid token header. Token string should not contain spaces.");
        }
        return token;
    }

    private String detail(String token, Authentication.Reason reason) {
        return switch (reason) {
            case INVALID, REVOKED -> INVALID;
            // As LOVE, which deletes it at that moment: whoever shows it again has no token.
            case EXPIRED -> auth.forgetExpired(token) ? "The Token is expired" : INVALID;
            case USER_INACTIVE -> "User is not active";
        };
    }
}
