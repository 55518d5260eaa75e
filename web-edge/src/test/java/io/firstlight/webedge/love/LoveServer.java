package io.firstlight.webedge.love;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.AuthConfig;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.rest.Failures;
import io.javalin.Javalin;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** LOVE's resources over real HTTP, with real users in a real database, and without the log, which they do not need. */
final class LoveServer implements AutoCloseable {

    /** Passwords that are not the name of their user. */
    private static final Map<String, String> PASSWORDS = Map.of("admin", "test", "nobody", "nobody_nobody");

    private final HikariDataSource pool;
    private final AuthService auth;
    private final LoveResources resources;
    private final Javalin server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> tokens = new HashMap<>();

    LoveServer(Path directory, String subPath) {
        TestPostgres.Database database = TestPostgres.shared().freshDatabase();
        pool = DatabaseConfig.of(database.jdbcUrl(), database.user(), database.password())
                .openPool("love-test");
        auth = new AuthService(
                AuthConfig.of(Map.of(
                        "auth.key-directory",
                        directory.resolve("keys").toString(),
                        "auth.generate-key",
                        "true",
                        "auth.development",
                        "true")),
                pool,
                Clock.systemUTC());
        auth.start();
        resources = resources(subPath, pool);
        resources.start();
        server = serve(resources);
    }

    private LoveResources resources(String subPath, DataSource source) {
        return new LoveResources(
                LoveConfig.from(Map.of("FIRSTLIGHT_URL_SUBPATH", subPath)), auth, source, Clock.systemUTC());
    }

    private static Javalin serve(LoveResources resources) {
        return Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.http.prefer405over404 = true;
                    config.http.maxRequestSize = 16 << 20;
                    new Failures(path -> false).register(config.routes);
                    resources.register(config.routes);
                })
                .start("127.0.0.1", 0);
    }

    AuthService auth() {
        return auth;
    }

    LoveResources resources() {
        return resources;
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, byte[] bytes, Map<String, String> headers) {
        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        JsonNode json() throws IOException {
            return Json.mapper().readTree(bytes);
        }

        long id() throws IOException {
            return json().get("id").asLong();
        }
    }

    Reply get(String user, String path) throws IOException, InterruptedException {
        return send(user, "GET", path, null);
    }

    /** A request of a user who is logged in by it; without a token if the name is empty. */
    Reply send(String user, String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        return send(server.port(), user, method, path, body, headers);
    }

    private Reply send(int port, String user, String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/manager" + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!user.isEmpty()) {
            request.header("Authorization", "Token " + tokens.computeIfAbsent(user, this::logIn));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> answered = new HashMap<>();
        answer.headers().map().forEach((name, values) -> answered.put(name, values.getFirst()));
        return new Reply(answer.statusCode(), answer.body(), answered);
    }

    /** What a server says whose users are known but whose settings are out of reach. */
    Reply getWithoutDatabase(String user, String path, DataSource away) throws IOException, InterruptedException {
        Javalin without = serve(resources("", away));
        try {
            return send(without.port(), user, "GET", path, null);
        } finally {
            without.stop();
        }
    }

    private String logIn(String user) {
        LoginOutcome outcome = auth.login(user, PASSWORDS.getOrDefault(user, user), "127.0.0.1");
        if (outcome instanceof LoginOutcome.LoggedIn in) {
            return in.session().token();
        }
        throw new AssertionError(user + " cannot log in: " + outcome);
    }

    @Override
    public void close() {
        server.stop();
        auth.close();
        pool.close();
    }
}
