package io.firstlight.webedge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.User;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.time.ObservatoryTime;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** LOVE's login, validation and logout below {@code /manager/api/}: bodies and statuses as that server has them. */
public final class LoveAuthRoutes {

    /** The configuration that LOVE ships for everybody; a front end needs one to start. */
    private static final String DEFAULT_CONFIG = "{\"id\": 1, \"filename\": \"default.json\", \"content\": "
            + "{\"alarms\": {\"minSeveritySound\": \"mute\", \"minSeverityNotification\": \"mute\"}, "
            + "\"camFeeds\": {\"generic\": \"/gencam\", \"allSky\": \"/gencam\"}}, "
            + "\"update_timestamp\": \"2026-01-01T00:00:00.000000Z\"}";

    private final AuthService auth;
    private final TokenHeader tokens;
    private final Clock clock;

    /** The routes; {@link #register} puts them into a server. */
    public LoveAuthRoutes(AuthService auth, Clock clock) {
        this.auth = auth;
        this.tokens = new TokenHeader(auth);
        this.clock = clock;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.post("/manager/api/get-token", this::login);
        routes.get("/manager/api/validate-token", context -> validate(context, true));
        routes.get("/manager/api/validate-token/{flags}", context -> validate(context, wantsConfig(context)));
        routes.delete("/manager/api/logout", this::logout);
        routes.get("/.well-known/jwks.json", context -> json(context, 200, auth.jwks()));
    }

    private void login(Context context) {
        Map<String, @Nullable String> credentials = credentials(context);
        String userName = credentials.get("username");
        String password = credentials.get("password");
        if (userName == null || password == null) {
            String missing = userName == null ? "username" : "password";
            json(context, 400, "{\"" + missing + "\": [\"This field is required.\"]}");
            return;
        }
        switch (auth.login(userName, password, context.ip())) {
            case LoginOutcome.LoggedIn in ->
                json(context, 200, answer(in.session().principal(), in.session().token(), true));
            case LoginOutcome.BadCredentials bad ->
                json(context, 400, "{\"non_field_errors\": [\"Unable to log in with provided credentials.\"]}");
            case LoginOutcome.TooManyAttempts many -> {
                context.header("Retry-After", Long.toString(many.retryAfter().toSeconds() + 1));
                json(context, 429, "{\"non_field_errors\": [\"Too many attempts. Try again later.\"]}");
            }
        }
    }

    private static Map<String, @Nullable String> credentials(Context context) {
        if (!context.body().stripLeading().startsWith("{") && isForm(context)) {
            return credentials(context.formParam("username"), context.formParam("password"));
        }
        try {
            JsonNode body = Json.mapper().readTree(context.bodyAsBytes());
            return credentials(text(body, "username"), text(body, "password"));
        } catch (IOException e) {
            throw new RequestRefused(400, "JSON parse error - the body is not one JSON object");
        }
    }

    /** The type alone does not tell: curl sends JSON as a form unless it is told otherwise. */
    private static boolean isForm(Context context) {
        String type = context.contentType();
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    private static Map<String, @Nullable String> credentials(@Nullable String userName, @Nullable String password) {
        Map<String, @Nullable String> credentials = new java.util.HashMap<>();
        credentials.put("username", userName);
        credentials.put("password", password);
        return credentials;
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        return value == null || value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }

    private void validate(Context context, boolean withConfig) {
        TokenHeader.Shown shown = tokens.require(context);
        json(context, 200, answer(shown.principal(), shown.token(), withConfig));
    }

    private static boolean wantsConfig(Context context) {
        String flags = context.pathParam("flags");
        return !flags.equals("no_config") && !flags.equals("no-config");
    }

    private void logout(Context context) {
        auth.logout(tokens.require(context).principal());
        context.status(204);
    }

    private String answer(UserPrincipal principal, String token, boolean withConfig) {
        User user = principal.user();
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
                        .literal(Boolean.toString(principal.mayCommand()))
                        .literal("}, \"time_data\": ")
                        .literal(ObservatoryTime.at(clock.instant()).toJson())
                        .literal(", \"config\": ")
                        .literal(withConfig ? DEFAULT_CONFIG : "null")
                        .literal("}")
                        .toByteArray(),
                StandardCharsets.UTF_8);
    }

    private static void json(Context context, int status, String body) {
        context.status(status).contentType("application/json").result(body);
    }
}
