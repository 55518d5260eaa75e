package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.user.NewUser;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.commander.FakeCommander;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Commands and what else goes through to the commander, over HTTP and sockets, with everything real but the commander. */
class CommandsTest {

    private static final String CMD = "/manager/api/cmd/";

    @TempDir
    private static Path directory;

    private static FakeCommander fake;
    private static RunningEdge edge;
    private static String cmdUser;
    private static String user;

    @BeforeAll
    static void start() throws Exception {
        fake = new FakeCommander();
        fake.json("/cmd/", 200, "{\"ack\": \"Done\"}").json("/heartbeat", 200, "{\"timestamp\": 1795216794.33}");
        edge = new RunningEdge(
                directory,
                Map.of(
                        "FIRSTLIGHT_COMMANDER", fake.url().toString(),
                        "FIRSTLIGHT_SERVER_URL", "love.example.org",
                        "FIRSTLIGHT_COMMANDER_ROUTES", "GET efd/units"));
        cmdUser = edge.token("cmd_user", "cmd_user");
        user = edge.token("user", "user");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
        fake.close();
    }

    private static HttpResponse<String> post(URI uri, String token, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Token " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return edge.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> post(String path, String token, String body, String... headers)
            throws IOException, InterruptedException {
        return post(edge.uri(path), token, body, headers);
    }

    private static HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return edge.get(path, "Authorization", "Token " + token);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }

    private static String command(String csc, String cmd) {
        return "{\"cmd\":\"" + cmd + "\",\"params\":{\"a\":1.0},\"csc\":\"" + csc + "\",\"salindex\":1}";
    }

    private static List<String> sent(String csc) {
        return fake.asked("/cmd/").stream()
                .map(FakeCommander.Asked::body)
                .filter(body -> body.contains("\"" + csc + "\""))
                .toList();
    }

    @Test
    void aCommandGoesThroughWithTheUsersIdentityAndSubscribersSeeItAndItsAcknowledgement() throws Exception {
        try (SocketClient watcher = edge.client("user", "user")) {
            watcher.subscribe("cmd", "Seen", "1", "cmd_go").subscribe("ack", "Seen", "1", "all");
            watcher.next();
            watcher.next();

            HttpResponse<String> answer = post(CMD, cmdUser, command("Seen", "cmd_go"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"ack\": \"Done\"}");
            assertThat(sent("Seen"))
                    .containsExactly(
                            "{\"cmd\": \"cmd_go\", \"params\": {\"a\":1.0}, \"csc\": \"Seen\", \"salindex\": 1,"
                                    + " \"identity\": \"cmd_user@love.example.org\"}");
            String id = answer.headers().firstValue("X-Correlation-Id").orElseThrow();
            List<JsonNode> frames = new ArrayList<>(List.of(watcher.nextJson(), watcher.nextJson()));
            // Command and acknowledgement lie in different topics, between which there is no order.
            frames.sort(Comparator.comparing(frame -> frame.get("category").asText()));
            assertThat(frames.getFirst()
                            .at("/data/0/data/Seen/cmd_go/correlation_id")
                            .asText())
                    .isEqualTo(id);
            assertThat(frames.getFirst().at("/data/0/data/Seen/cmd_go/ack").asText())
                    .isEqualTo("Done");
            assertThat(frames.getLast().get("subscription").asText()).isEqualTo("cmd-Seen-1-cmd_go");
            assertThat(frames.getLast().at("/data/0/data/cmd_go/correlation_id").asText())
                    .isEqualTo(id);
            assertThat(frames.getLast().at("/data/0/data/cmd_go/user").asText()).isEqualTo("cmd_user");
        }
    }

    @Test
    void theHeartbeatOfTheManagerTellsTheCommandersAsItWasWritten() throws Exception {
        try (SocketClient client = edge.client("user", "user")) {
            client.subscribe("heartbeat", "manager", "0", "stream").next();

            String frame = client.next();
            while (!frame.contains("Commander")) {
                frame = client.next();
            }
            assertThat(frame)
                    .startsWith(
                            "{\"category\": \"heartbeat\", \"data\": [{\"csc\": \"Commander\", \"salindex\": 0, \"data\": "
                                    + "{\"timestamp\": 1795216794.33}}, {\"csc\": \"Manager\", \"salindex\": 0, \"data\": {\"timestamp\": ")
                    .endsWith("}}], \"subscription\": \"heartbeat\"}");
        }
    }

    /** In LOVE a commander that hangs stops every socket of the process. */
    @Test
    void aCommanderThatHangsHoldsUpNobody() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        fake.answer("/cmd/", exchange -> {
            asked.countDown();
            release.await();
            FakeCommander.text(200, "application/json", "{\"ack\": \"Done\"}").give(exchange);
        });
        try (SocketClient client = edge.client("user", "user")) {
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return post(CMD, cmdUser, command("Slow", "cmd_go"));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            asked.await();

            client.subscribe("heartbeat", "manager", "0", "stream").next();
            String beat = client.next();
            assertThat(client.next()).isNotEqualTo(beat);
            assertThat(answer).isNotDone();

            release.countDown();
            assertThat(answer.get().body()).isEqualTo("{\"ack\": \"Done\"}");
        } finally {
            release.countDown();
            fake.json("/cmd/", 200, "{\"ack\": \"Done\"}");
        }
    }

    @Test
    void whereTheLocationDecidesTheUserDoesNotMatter() throws Exception {
        WebEdge located = edge.anotherEdge(Map.of("FIRSTLIGHT_COMMAND_PERMISSION", "location"));
        URI base = URI.create("http://127.0.0.1:" + located.port());
        String admin = edge.token("admin", "test");
        String refusal = "{\"ack\": \"Your location is not allowed to command the observatory.\"}";
        assertThat(post(base.resolve(CMD), admin, command("Here", "cmd_go")).body())
                .isEqualTo(refusal);
        assertThat(mayCommand(base, user)).isFalse();

        edge.send(HttpRequest.newBuilder(base.resolve("/manager/api/controllocation/1/"))
                .header("Authorization", "Token " + admin)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"ip_whitelist\": \"127.0.0.0/8\"}")));

        assertThat(mayCommand(base, user)).isTrue();
        assertThat(post(base.resolve(CMD), user, command("Here", "cmd_go")).statusCode())
                .isEqualTo(200);
        assertThat(post(base.resolve(CMD), admin, command("There", "cmd_go"), "X-Real-IP", "10.127.0.1")
                        .body())
                .isEqualTo(refusal);
        assertThat(sent("There")).isEmpty();
    }

    private static boolean mayCommand(URI base, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                edge.send(HttpRequest.newBuilder(base.resolve("/manager/api/validate-token/no_config/"))
                        .header("Authorization", "Token " + token));
        return json(answer).at("/permissions/execute_commands").asBoolean();
    }

    @Test
    void isAnsweredWithOrWithoutTheSlash() throws Exception {
        assertThat(post("/manager/api/cmd", cmdUser, command("Slash", "cmd_go")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyCommandsWithoutATokenOrTheRight() throws Exception {
        HttpResponse<String> anonymous = edge.post(CMD, command("Closed", "cmd_go"));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.body()).isEqualTo("{\"detail\": \"Authentication credentials were not provided.\"}");

        HttpResponse<String> refused = post(CMD, user, command("Closed", "cmd_go"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("{\"ack\": \"Your user is not allowed to command the observatory.\"}");
        assertThat(sent("Closed")).isEmpty();
    }

    @Test
    void aRightOverOneComponentIsNoneOverAnother() throws Exception {
        edge.users().add(NewUser.of("dome_user", "dome_user_password"));
        edge.users().grant("dome_user", "command", "cmd-OnlyDome-all-all");
        String domeUser = edge.token("dome_user", "dome_user_password");

        assertThat(post(CMD, domeUser, command("OnlyDome", "cmd_go")).statusCode())
                .isEqualTo(200);
        assertThat(post(CMD, domeUser, command("OnlyMount", "cmd_go")).statusCode())
                .isEqualTo(403);
        assertThat(post("/manager/api/tcs/main", domeUser, "{}").statusCode()).isEqualTo(403);
        assertThat(sent("OnlyMount")).isEmpty();
        assertThat(get("/api/v1/commands?csc=OnlyDome", domeUser).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"not json", "[]", "{\"csc\": \"Bad\"}", "``"})
    void aBodyThatIsNoCommandIsRefusedAndNothingSent(String body) throws Exception {
        int before = fake.asked("/cmd/").size();

        HttpResponse<String> answer = post(CMD, cmdUser, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("ack").asText())
                .startsWith("Request must have JSON data with the following keys: csc, salindex, cmd");
        assertThat(fake.asked("/cmd/")).hasSize(before);
    }

    @Test
    void aCommandIsNotTooLargeToBeRefusedPolitely() throws Exception {
        HttpResponse<String> answer = post(CMD, cmdUser, "\"" + "x".repeat(1 << 20) + "\"");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).get("ack").asText()).contains("1048576 bytes");
    }

    @Test
    void aWishIsFulfilledOnceOverTwoEdges() throws Exception {
        WebEdge other = edge.anotherEdge();
        HttpResponse<String> first = post(CMD, cmdUser, command("Once", "cmd_go"), "Idempotency-Key", "wish-1");
        HttpResponse<String> second = post(
                URI.create("http://127.0.0.1:" + other.port() + CMD),
                cmdUser,
                command("Once", "cmd_go"),
                "Idempotency-Key",
                "wish-1");

        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(second.headers().firstValue("X-Correlation-Id"))
                .isEqualTo(first.headers().firstValue("X-Correlation-Id"));
        assertThat(sent("Once")).hasSize(1);
        assertThat(post(CMD, cmdUser, command("Once", "cmd_stop"), "Idempotency-Key", "wish-1")
                        .statusCode())
                .isEqualTo(422);
        assertThat(sent("Once")).hasSize(1);
    }

    @Test
    void anIdempotencyKeyIsShortAndVisible() throws Exception {
        for (String key : List.of("a b", "x".repeat(201))) {
            HttpResponse<String> answer = post(CMD, cmdUser, command("Keyless", "cmd_go"), "Idempotency-Key", key);
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        assertThat(post(CMD, cmdUser, command("Keyless", "cmd_go"), "Idempotency-Key", "a", "Idempotency-Key", "b")
                        .statusCode())
                .isEqualTo(400);
        assertThat(sent("Keyless")).isEmpty();
    }

    @Test
    void whoDidWhatWhenIsToldNewestFirstAndInPages() throws Exception {
        for (String cmd : List.of("cmd_one", "cmd_two", "cmd_three")) {
            post(CMD, cmdUser, command("Told", cmd));
        }
        String query = "/api/v1/commands?csc=Told&salindex=1&user=cmd_user";
        await().untilAsserted(() -> assertThat(json(get(query, user)).get("commands"))
                .extracting(command ->
                        command.get("cmd").asText() + " " + command.get("state").asText())
                .containsExactly("cmd_three done", "cmd_two done", "cmd_one done"));

        JsonNode page = json(get(query + "&limit=2", user));
        JsonNode rest = json(get(query + "&limit=2&before=" + page.get("next").asText(), user));
        JsonNode newest = page.get("commands").get(0);

        assertThat(page.get("commands")).hasSize(2);
        assertThat(rest.get("commands")).hasSize(1);
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(get(query, user).body()).contains("\"params\":{\"a\":1.0}");
        assertThat(newest.get("identity").asText()).isEqualTo("cmd_user@love.example.org");
        assertThat(newest.get("client").asText()).isEqualTo("127.0.0.1");
        assertThat(newest.at("/answer/ack").asText()).isEqualTo("Done");
        assertThat(newest.at("/answer/status").asInt()).isEqualTo(200);
        assertThat(json(get(query + "&to=2020-01-01T00:00:00Z", user)).get("commands"))
                .isEmpty();
        assertThat(json(get("/api/v1/commands?user=nobody", user)).get("commands"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0",
        "limit=1001",
        "limit=x",
        "before=x",
        "salindex=x",
        "csc=a%20b",
        "csc=all",
        "from=yesterday",
        "users=bob",
        "user=",
        "user=%00",
        "csc=a&csc=b"
    })
    void aQuestionAboutCommandsIsReadStrictly(String query) throws Exception {
        HttpResponse<String> answer = get("/api/v1/commands?" + query, user);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(json(answer).at("/error/code").isInt()).isTrue();
    }

    @Test
    void theHistoryOfCommandsNeedsAToken() throws Exception {
        assertThat(edge.get("/api/v1/commands").statusCode()).isEqualTo(401);
    }

    @Test
    void anObservingLogGoesThroughAsItIs() throws Exception {
        fake.json("/lovecsc/observinglog", 200, "{\"ack\": \"Added new observing log to SAL\"}");
        String body = "{\"user\": \"user\",  \"message\": \"a message\"}";

        HttpResponse<String> answer = post("/manager/api/lovecsc/observinglog", cmdUser, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ack\": \"Added new observing log to SAL\"}");
        assertThat(fake.asked("/lovecsc/observinglog").getFirst().body()).isEqualTo(body);
        assertThat(post("/manager/api/lovecsc/observinglog", user, body).statusCode())
                .isEqualTo(403);
    }

    @Test
    void thePeripheryGoesThroughAtTheSamePath() throws Exception {
        fake.json("/efd/timeseries", 200, "{\"Test-1-x\": {\"a\": [{\"ts\": \"t\", \"value\": NaN}]}}")
                .json("/efd/efd_clients", 200, "{\"instances\": [\"summit_efd\"]}")
                .json("/efd/units", 400, "{\"ack\": \"which?\"}")
                .json("/tcs/aux", 200, "{\"ack\": \"Done\"}")
                .json("/tcs/aux/docstrings", 200, "{}");

        assertThat(json(post("/manager/api/efd/timeseries", user, "{}"))
                        .at("/Test-1-x/a/0/value")
                        .isNull())
                .isTrue();
        assertThat(get("/manager/api/efd/efd_clients", user).body()).isEqualTo("{\"instances\": [\"summit_efd\"]}");
        HttpResponse<String> added = get("/manager/api/efd/units?of=x%20y", user);
        assertThat(added.statusCode()).isEqualTo(400);
        assertThat(fake.asked("/efd/units").getFirst().path()).isEqualTo("/efd/units?of=x%20y");
        assertThat(post("/manager/api/tcs/aux", cmdUser, "{\"command_name\": \"stop\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/manager/api/tcs/aux", user, "{}").body())
                .isEqualTo("{\"ack\": \"Your user is not allowed to command the observatory.\"}");
        assertThat(get("/manager/api/tcs/aux/docstrings", user).statusCode()).isEqualTo(200);
        assertThat(edge.get("/manager/api/efd/efd_clients").statusCode()).isEqualTo(401);
        HttpResponse<String> lacking = post("/manager/api/reports/m1m3-bump-tests", user, "{}");
        assertThat(lacking.statusCode()).isEqualTo(502);
        assertThat(json(lacking).get("ack").asText())
                .isEqualTo("The commander answered 404 without JSON: 404: Not Found");
    }

    @Test
    void salInfoIsKeptAndSparesTheTransferToWhoHasIt() throws Exception {
        String data = "{\"Test\": {\"event_data\": {}}}";
        fake.json("/salinfo/topic-data", 200, data);
        String path = "/manager/api/salinfo/topic-data?categories=event-telemetry";

        HttpResponse<String> first = get(path, user);
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second =
                edge.get(path, "Authorization", "Token " + user, "If-None-Match", "\"other\", W/" + etag);

        assertThat(first.body()).isEqualTo(data);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(fake.asked("/salinfo/topic-data")).hasSize(1);
        assertThat(get("/manager/api/salinfo/metadata", user).body()).isEqualTo("{}");
        assertThat(edge.get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void theCommandersHeartbeatAndItsCommandsAreMeasured() throws Exception {
        post(CMD, cmdUser, command("Measured", "cmd_go"));

        await().untilAsserted(() -> assertThat(edge.get("/metrics").body())
                .contains("firstlight_edge_commander_up 1.0")
                .contains("firstlight_edge_commands_total{outcome=\"done\"}")
                .contains("firstlight_edge_commands_in_flight"));
    }
}
