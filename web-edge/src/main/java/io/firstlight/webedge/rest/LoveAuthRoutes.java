package io.firstlight.webedge.rest;

import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.token.Revocation;
import io.firstlight.auth.user.User;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.command.CommandPermission;
import io.firstlight.webedge.peer.ClientAddresses;
import io.firstlight.webedge.session.Logins;
import io.firstlight.webedge.time.ObservatoryTime;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * LOVE's login, validation, logout and change of user below {@code /manager/api/}: bodies and statuses as that server has them. A session that
 * ends is answered when its connections are closed, on every edge.
 */
public final class LoveAuthRoutes {

    private final AuthService auth;
    private final Logins logins;
    private final Revoker revoker;
    private final Function<String, String> configs;
    private final CommandPermission commandPermission;
    private final ClientAddresses clientAddresses;
    private final TokenHeader tokens;
    private final Clock clock;

    /** Ends sessions. */
    public interface Revoker {

        /** Revokes the token; completes when its connections are closed, or when that has taken too long. Never fails. */
        CompletableFuture<Boolean> revoke(UserPrincipal principal, Revocation.Reason reason);
    }

    /**
     * The routes; {@link #register} puts them into a server.
     *
     * @param configs gives a user's configuration by his name: the JSON object with {@code id}, {@code filename}, {@code content} and {@code
     *     update_timestamp}
     * @param commandPermission tells who may command: {@code permissions.execute_commands}
     * @param clientAddresses tells where a request comes from
     */
    public LoveAuthRoutes(
            AuthService auth,
            Logins logins,
            Revoker revoker,
            Function<String, String> configs,
            CommandPermission commandPermission,
            ClientAddresses clientAddresses,
            Clock clock) {
        this.auth = auth;
        this.logins = logins;
        this.revoker = revoker;
        this.configs = configs;
        this.commandPermission = commandPermission;
        this.clientAddresses = clientAddresses;
        this.tokens = new TokenHeader(auth);
        this.clock = clock;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/manager/api/get-token", this::logIn);
        routes.get("/manager/api/validate-token", context -> validate(context, true));
        routes.get("/manager/api/validate-token/{flags}", context -> validate(context, wantsConfig(context)));
        routes.delete("/manager/api/logout", this::logOut);
        routes.post("/manager/api/swap-user", context -> swap(context, true));
        routes.post("/manager/api/swap-user/{flags}", context -> swap(context, wantsConfig(context)));
        routes.get("/.well-known/jwks.json", context -> json(context, 200, auth.jwks()));
    }

    private void logIn(Context context) {
        if (session(context) instanceof Asked.In in) {
            json(
                    context,
                    200,
                    answer(context, in.session().principal(), in.session().token(), true));
        }
    }

    /** What became of the credentials in a request. */
    private sealed interface Asked {
        record In(Session session) implements Asked {}

        /** The answer has been given. */
        record Out() implements Asked {}
    }

    private Asked session(Context context) {
        switch (LoveCredentials.read(context)) {
            case LoveCredentials.Wrong wrong -> {
                json(context, 400, wrong.body());
                return new Asked.Out();
            }
            case LoveCredentials.Given given -> {
                return session(context, given);
            }
        }
    }

    private Asked session(Context context, LoveCredentials.Given given) {
        switch (logins.logIn(given.userName(), given.password(), clientAddresses.textOf(context))) {
            case LoginOutcome.LoggedIn in -> {
                return new Asked.In(in.session());
            }
            case LoginOutcome.BadCredentials bad ->
                json(context, 400, "{\"non_field_errors\": [\"Unable to log in with provided credentials.\"]}");
            case LoginOutcome.TooManyAttempts many -> {
                context.header("Retry-After", Long.toString(many.retryAfter().toSeconds() + 1));
                json(context, 429, "{\"non_field_errors\": [\"Too many attempts. Try again later.\"]}");
            }
        }
        return new Asked.Out();
    }

    private void validate(Context context, boolean withConfig) {
        TokenHeader.Shown shown = tokens.require(context);
        json(context, 200, answer(context, shown.principal(), shown.token(), withConfig));
    }

    private static boolean wantsConfig(Context context) {
        String flags = context.pathParam("flags");
        return !flags.equals("no_config") && !flags.equals("no-config");
    }

    private void logOut(Context context) {
        UserPrincipal principal = tokens.require(context).principal();
        context.future(
                () -> revoker.revoke(principal, Revocation.Reason.LOGOUT).thenAccept(confirmed -> context.status(204)));
    }

    private void swap(Context context, boolean withConfig) {
        if (context.header("Authorization") == null) {
            // LOVE answers this one request without a body.
            context.status(401).header("WWW-Authenticate", "Token");
            return;
        }
        UserPrincipal before = tokens.require(context).principal();
        if (session(context) instanceof Asked.In in) {
            String answer =
                    answer(context, in.session().principal(), in.session().token(), withConfig);
            context.future(() ->
                    revoker.revoke(before, Revocation.Reason.SWAP).thenAccept(confirmed -> json(context, 200, answer)));
        }
    }

    private String answer(Context context, UserPrincipal principal, String token, boolean withConfig) {
        User user = principal.user();
        boolean mayCommand = commandPermission.executeCommands(principal, context);
        return new String(
                new JsonOutput(1024)
                        .literal("{\"user\": {\"username\": ")
                        .quoted(user.name())
                        .literal(", \"email\": ")
                        .quoted(user.email())
                        .literal(", \"first_name\": ")
                        .quoted(user.firstName())
                        .literal(", \"last_name\": ")
                        .quoted(user.lastName())
                        .literal("}, \"token\": ")
                        .quoted(token)
                        .literal(", \"permissions\": {\"execute_commands\": ")
                        .literal(Boolean.toString(mayCommand))
                        .literal("}, \"time_data\": ")
                        .literal(ObservatoryTime.at(clock.instant()).toJson())
                        .literal(", \"config\": ")
                        .literal(withConfig ? configs.apply(user.name()) : "null")
                        .literal("}")
                        .toByteArray(),
                StandardCharsets.UTF_8);
    }

    private static void json(Context context, int status, String body) {
        context.status(status).contentType("application/json").result(body);
    }
}
