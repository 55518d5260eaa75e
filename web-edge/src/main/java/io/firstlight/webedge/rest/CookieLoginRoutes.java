package io.firstlight.webedge.rest;

import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.user.User;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.peer.ClientAddresses;
import io.firstlight.webedge.session.Logins;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * The login of browsers and of Tower's clients, by cookie: {@code /api/login/}, {@code /api/logout/} and {@code /api/v2/me/}. The session is one of
 * our tokens like any other, see {@link LoginCookies}.
 */
public final class CookieLoginRoutes {

    /** Names the session's cookie to clients that would not know. */
    static final String SESSION_NAME_HEADER = "X-API-Session-Cookie-Name";

    private static final String HOME = "/";

    /** A path here: what begins with two slashes, in browsers also with a backslash or with blanks among them, is another host. */
    private static final Pattern LOCAL_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

    private final Logins logins;
    private final LoveAuthRoutes.Revoker revoker;
    private final ClientAddresses clientAddresses;
    private final TokenHeader tokens;
    private final LoginCookies cookies = new LoginCookies();

    /**
     * The routes; {@link #register} puts them into a server.
     *
     * @param clientAddresses tells where a request comes from
     */
    public CookieLoginRoutes(
            Logins logins, LoveAuthRoutes.Revoker revoker, ClientAddresses clientAddresses, TokenHeader tokens) {
        this.logins = logins;
        this.revoker = revoker;
        this.clientAddresses = clientAddresses;
        this.tokens = tokens;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/login", this::begin);
        routes.post("/api/login", this::logIn);
        routes.get("/api/logout", this::logOut);
        routes.post("/api/logout", this::logOut);
        routes.get("/api/v2/me", this::me);
    }

    private void begin(Context context) {
        cookies.ensureCsrf(context);
        json(context, "{\"login\": \"/api/login/\", \"logout\": \"/api/logout/\", \"me\": \"/api/v2/me/\"}");
    }

    private void logIn(Context context) {
        if (!LoginCookies.isFromOurPages(context)) {
            throw new RequestRefused(
                    ErrorCode.NOT_ALLOWED,
                    "The cookie '" + LoginCookies.CSRF + "' is not repeated in header " + LoginCookies.CSRF_HEADER
                            + " or form field " + LoginCookies.CSRF_FIELD + ".");
        }
        switch (LoveCredentials.read(context)) {
            case LoveCredentials.Wrong wrong ->
                throw new RequestRefused(ErrorCode.MISSING_FIELD, "username and password are needed, as texts.");
            case LoveCredentials.Given given -> logIn(context, given);
        }
    }

    private void logIn(Context context, LoveCredentials.Given given) {
        switch (logins.logIn(given.userName(), given.password(), clientAddresses.textOf(context))) {
            case LoginOutcome.LoggedIn in -> {
                LoginCookies.putSession(context, in.session().token());
                cookies.rotateCsrf(context);
                context.header(SESSION_NAME_HEADER, LoginCookies.SESSION);
                if (LoveCredentials.isForm(context)) {
                    context.redirect(localPath(context.formParam("next")), HttpStatus.FOUND);
                } else {
                    json(context, of(in.session().principal().user()));
                }
            }
            case LoginOutcome.BadCredentials bad ->
                throw new RequestRefused(
                        ErrorCode.NOT_AUTHENTICATED, "User name and password do not match an active user.");
            case LoginOutcome.TooManyAttempts many -> {
                context.header("Retry-After", Long.toString(many.retryAfter().toSeconds() + 1));
                throw new RequestRefused(ErrorCode.TOO_MANY_REQUESTS, "Too many attempts. Try again later.");
            }
        }
    }

    /** Ends the session of the cookie, if it has one that holds; answered when its connections are closed, as LOVE's logout. */
    private void logOut(Context context) {
        UserPrincipal principal = tokens.byCookie(context);
        LoginCookies.clearSession(context);
        String answer = "{\"detail\": \"Logged out.\"}";
        if (principal == null) {
            json(context, answer);
        } else {
            context.future(() ->
                    revoker.revoke(principal, Revocation.Reason.LOGOUT).thenAccept(confirmed -> json(context, answer)));
        }
    }

    private void me(Context context) {
        UserPrincipal principal = context.header("Authorization") == null ? tokens.byCookie(context) : null;
        User user = (principal == null ? tokens.requireUser(context) : principal).user();
        json(context, "{\"count\": 1, \"results\": [" + of(user) + "]}");
    }

    private static String localPath(@Nullable String next) {
        return next != null && LOCAL_PATH.matcher(next).matches() ? next : HOME;
    }

    private static String of(User user) {
        // A name is of characters that need no escape.
        return "{\"id\": " + user.id() + ", \"username\": \"" + user.name() + "\"}";
    }

    private static void json(Context context, String body) {
        context.status(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(body);
    }
}
