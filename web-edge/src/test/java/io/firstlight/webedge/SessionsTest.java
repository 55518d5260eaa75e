package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Sessions begin and end, on two edges over one log and one database, each with an auth of its own. */
class SessionsTest {

    private static final String SOCKET = "/manager/ws/subscription";
    private static final int PER_USER = 8;

    /** More than the second that the edges promise, as the machine that tests may be busy. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static RunningEdge edge;
    private static WebEdge other;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(
                directory,
                Map.of(
                        "FIRSTLIGHT_CONNECTIONS_PER_USER",
                        Integer.toString(PER_USER),
                        "FIRSTLIGHT_MESSAGE_ACCESS",
                        "token"));
        other = edge.anotherEdge();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> edge.get("/metrics").body().contains("firstlight_edge_edges 2.0"));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @Test
    void closesTheSocketsOfALogoutOnEveryEdgeWith1000BeforeItIsAnswered() throws Exception {
        String token = edge.token("user", "user");
        String stays = edge.token("user", "user");
        try (SocketClient here = edge.socket(SOCKET + "?token=" + token);
                SocketClient there = socket(other, SOCKET + "?token=" + token);
                SocketClient feed = socket(other, "/ws/v1/?token=" + token);
                SocketClient untouched = socket(other, SOCKET + "?token=" + stays)) {
            HttpResponse<String> answer = logOut(token);

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(unconfirmed()).isZero();
            assertThat(here.closeCode()).isEqualTo(1000);
            assertThat(there.closeCode()).isEqualTo(1000);
            assertThat(feed.closeCode()).isEqualTo(1000);
            untouched.subscribe("event", "A", "1", "s");
            assertThat(untouched.next()).contains("Successfully subscribed");
        }
        assertThat(logOut(token).body()).isEqualTo("{\"detail\": \"Invalid Token\"}");
        // The other edge knows at once, too.
        assertThat(edge.send(validate(other, token)).statusCode()).isEqualTo(401);
    }

    @Test
    void endsAnEventStreamOfALogout() throws Exception {
        String token = edge.token("user", "user");
        try (EventStreamClient stream = stream(other, token)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(logOut(token).statusCode()).isEqualTo(204);

            assertThatThrownBy(() -> {
                        while (true) {
                            stream.next();
                        }
                    })
                    .isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void swapsTheUserAndClosesTheSocketsOfTheOldTokenBeforeItIsAnswered() throws Exception {
        String token = edge.token("user", "user");
        try (SocketClient here = edge.socket(SOCKET + "?token=" + token);
                SocketClient there = socket(other, SOCKET + "?token=" + token)) {
            HttpResponse<String> answer = swap(token, "", "{\"username\":\"cmd_user\",\"password\":\"cmd_user\"}");

            JsonNode body = Json.mapper().readTree(answer.body());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(body.at("/user/username").asText()).isEqualTo("cmd_user");
            assertThat(body.at("/permissions/execute_commands").asBoolean()).isTrue();
            assertThat(body.at("/config/filename").asText()).isEqualTo("default.json");
            assertThat(here.closeCode()).isEqualTo(1000);
            assertThat(there.closeCode()).isEqualTo(1000);
            assertThat(unconfirmed()).isZero();
            String fresh = body.get("token").asText();
            assertThat(fresh).isNotEqualTo(token);
            assertThat(edge.send(validate(edge.edge(), fresh)).statusCode()).isEqualTo(200);
        }
        assertThat(edge.send(validate(edge.edge(), token)).body()).isEqualTo("{\"detail\": \"Invalid Token\"}");

        HttpResponse<String> withFlag =
                swap(edge.token("user", "user"), "no_config/", "{\"username\":\"user\",\"password\":\"user\"}");
        assertThat(Json.mapper().readTree(withFlag.body()).get("config").isNull())
                .isTrue();
    }

    @Test
    void refusesASwapInLovesWordsAndLeavesTheOldToken() throws Exception {
        String good = "{\"username\":\"cmd_user\",\"password\":\"cmd_user\"}";
        HttpResponse<String> nobody = edge.post("/manager/api/swap-user/", good);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body()).isEmpty();
        assertThat(swap("bad", "", good).body()).isEqualTo("{\"detail\": \"Invalid Token\"}");

        String token = edge.token("user", "user");
        try (SocketClient client = edge.socket(SOCKET + "?token=" + token)) {
            HttpResponse<String> wrong = swap(token, "", "{\"username\":\"cmd_user\",\"password\":\"wrong\"}");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body())
                    .isEqualTo("{\"non_field_errors\": [\"Unable to log in with provided credentials.\"]}");
            assertThat(swap(token, "no_config/", "{\"username\":\"cmd_user\"}").body())
                    .isEqualTo("{\"password\": [\"This field is required.\"]}");

            client.subscribe("event", "A", "1", "s");
            assertThat(client.next()).contains("Successfully subscribed");
        }
        assertThat(edge.send(validate(edge.edge(), token)).statusCode()).isEqualTo(200);
    }

    @Test
    void writesRevocationsIntoTheirTopic() throws Exception {
        logOut(edge.token("user", "user"));
        swap(edge.token("user", "user"), "", "{\"username\":\"user\",\"password\":\"user\"}");

        List<String> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", edge.kafka()), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(edge.plan().name(Topic.REVOCATION), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    records.add(record.key().split(":", 2)[0] + " " + record.value());
                }
                assertThat(records)
                        .anyMatch(record -> record.startsWith("token {\"reason\": \"logout\", \"time\": "))
                        .anyMatch(record -> record.startsWith("token {\"reason\": \"swap\", \"time\": "))
                        .anyMatch(record -> record.startsWith("edge {\"reason\": \"present\", \"time\": "));
            });
        }
    }

    @Test
    void closesWithinASecondWhatAnotherProcessChangesInTheDatabase() throws Exception {
        edge.commandLine().add(io.firstlight.auth.user.NewUser.of("carla", "carla's password", "ui_framework"));
        try (SocketClient here = edge.client("carla", "carla's password");
                SocketClient there = edge.client(other, "carla", "carla's password")) {
            here.subscribe("event", "A", "1", "s").next();

            // More rights change nothing for the connection but what it may do.
            here.send("{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":[1]}}]}");
            assertThat(here.next()).contains("not_allowed");
            edge.commandLine().grant("carla", "write", "event-A-all-all");
            await().atMost(SOON).untilAsserted(() -> {
                here.send("{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":[1]}}]}");
                assertThat(here.next()).contains("\"subscription\": \"event-A-1-s\"");
            });

            edge.commandLine().leave("carla", "ui_framework");
            assertThat(here.closeCode()).isEqualTo(4003);
            assertThat(there.closeCode()).isEqualTo(4003);
        }
        edge.commandLine().join("carla", "ui_framework");
        try (SocketClient here = edge.client("carla", "carla's password");
                SocketClient there = edge.client(other, "carla", "carla's password")) {
            edge.commandLine().setActive("carla", false);

            assertThat(here.closeCode()).isEqualTo(1000);
            assertThat(there.closeCode()).isEqualTo(1000);
        }
        edge.commandLine().setActive("carla", true);
        try (SocketClient here = edge.client("carla", "carla's password");
                SocketClient there = edge.client(other, "carla", "carla's password")) {
            edge.commandLine().setPassword("carla", "another password");

            assertThat(here.closeCode()).isEqualTo(1000);
            assertThat(there.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void closesOnEveryEdgeWhatThisProcessDeactivates() throws Exception {
        edge.users().add(io.firstlight.auth.user.NewUser.of("dora", "dora's password", "ui_framework"));
        try (SocketClient here = edge.client("dora", "dora's password");
                SocketClient there = edge.client(other, "dora", "dora's password")) {
            edge.users().setActive("dora", false);

            assertThat(here.closeCode()).isEqualTo(1000);
            assertThat(there.closeCode()).isEqualTo(1000);
        }
        HttpResponse<String> inactive =
                edge.post("/manager/api/get-token/", "{\"username\":\"dora\",\"password\":\"dora's password\"}");
        assertThat(inactive.statusCode()).isEqualTo(400);
        assertThat(inactive.body())
                .isEqualTo("{\"non_field_errors\": [\"Unable to log in with provided credentials.\"]}");
        assertThat(edge.refusal(SOCKET + "?token=bad")).isEqualTo(403);
    }

    @Test
    void closesWhatExpiresAndTellsItsBearerOnceThatItHas() throws Exception {
        String token = edge.token("user", "user");
        try (SocketClient love = socket(other, SOCKET + "?token=" + token);
                SocketClient feed = edge.socket("/ws/v1/?token=" + token);
                EventStreamClient stream = stream(other, token)) {
            assertThat(stream.status()).isEqualTo(200);
            edge.clock().advance(Duration.ofDays(30));

            // LOVE's front end comes back for ever with the same token after any other code.
            assertThat(love.closeCode()).isEqualTo(1000);
            assertThat(feed.closeCode()).isEqualTo(4002);
            assertThatThrownBy(() -> {
                        while (true) {
                            stream.next();
                        }
                    })
                    .isInstanceOf(NoSuchElementException.class);
        }
        assertThat(edge.refusal(SOCKET + "?token=" + token)).isEqualTo(403);
        edge.token("user", "user");
        HttpResponse<String> first = edge.send(validate(edge.edge(), token));
        assertThat(first.statusCode()).isEqualTo(401);
        assertThat(first.headers().firstValue("WWW-Authenticate")).contains("Token");
        assertThat(first.body()).isEqualTo("{\"detail\": \"The Token is expired\"}");
        assertThat(edge.send(validate(other, token)).body()).isEqualTo("{\"detail\": \"Invalid Token\"}");
    }

    @Test
    void takesTheQueryOfAHandshakeAsLoveDoes() throws Exception {
        String token = edge.token("user", "user");
        String password = RunningEdge.PROCESS_PASSWORD;
        Map<String, Boolean> reads = Map.of(
                "token=" + token + "&password=bad", true,
                "password=bad&token=" + token, true,
                "token=" + token + "&token=bad", true,
                "x=1&token=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&y", true,
                "token=bad&password=" + password, false,
                "token=&password=" + password, false,
                "password=" + password + "&password=bad", false);
        for (Map.Entry<String, Boolean> query : reads.entrySet()) {
            try (SocketClient client = edge.socket(SOCKET + "?" + query.getKey())) {
                // A user may read, a process may not.
                client.subscribe("event", "A", "1", "s");
                assertThat(client.next().contains("Successfully subscribed"))
                        .as(query.getKey())
                        .isEqualTo(query.getValue());
            }
        }
        for (String query : List.of(
                "",
                "?",
                "?token",
                "?password=",
                "?token=bad&token=" + token,
                "?password=bad&password=" + password,
                "?TOKEN=" + token,
                "?token=%00",
                "?token=%zz",
                "?token=%")) {
            assertThat(refusal(SOCKET + query))
                    .as(query)
                    .doesNotContain("Set-Cookie")
                    .matches("(?s)HTTP/1.1 403 .*\\r\\nContent-Length: 0\\r\\n.*");
        }
    }

    @Test
    void reachesEverySocketOfATokenWhateverElseIsInItsQuery() throws Exception {
        String token = edge.token("user", "user");
        try (SocketClient one = edge.socket(SOCKET + "?token=" + token + "&x=1");
                SocketClient two = socket(other, SOCKET + "/?password=bad&token=" + token)) {
            logOut(token);

            assertThat(one.closeCode()).isEqualTo(1000);
            assertThat(two.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void refusesAUserMoreConnectionsThanOneMayHaveAndProducersNone() throws Exception {
        String token = edge.token("cmd_user", "cmd_user");
        List<SocketClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < PER_USER; i++) {
                clients.add(edge.socket(SOCKET + "?token=" + token));
            }
            assertThat(edge.refusal(SOCKET + "?token=" + token)).isEqualTo(429);
            assertThat(edge.refusal("/ws/v1/?token=" + edge.token("cmd_user", "cmd_user")))
                    .isEqualTo(429);
            HttpResponse<String> stream =
                    edge.get("/api/v1/stream?address=event-A-1-s", "Authorization", "Token " + token);
            assertThat(stream.statusCode()).as(stream.body()).isEqualTo(429);
            assertThat(stream.body()).contains("too_many_connections");
            edge.client("admin", "test").close();
            for (int i = 0; i <= PER_USER; i++) {
                clients.add(edge.producer());
            }

            clients.getFirst().close();
            await().atMost(SOON).until(() -> edge.refusal(SOCKET + "?token=" + token) == 101);
        } finally {
            clients.forEach(SocketClient::close);
        }
    }

    @Test
    void answersEachLoginWithATokenOfItsOwnInLovesShape() throws Exception {
        HttpResponse<String> answer =
                edge.post("/manager/api/get-token/", "{\"username\":\"user\",\"password\":\"user\"}");
        String first = Json.mapper().readTree(answer.body()).get("token").asText();
        String second = edge.token("user", "user");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body())
                .matches("\\{\"user\": \\{\"username\": \"user\", \"email\": \"user@fake.com\", \"first_name\": \"\", "
                        + "\"last_name\": \"\"}, \"token\": \"[^\"]+\", \"permissions\": \\{\"execute_commands\": false}, "
                        + "\"time_data\": \\{.*}, \"config\": \\{.*}}");
        assertThat(RunningEdge.json(answer.body(), "/config/filename").asText()).isEqualTo("default.json");
        assertThat(second).isNotEqualTo(first);
        assertThat(edge.send(validate(edge.edge(), first)).statusCode()).isEqualTo(200);
        assertThat(edge.send(validate(edge.edge(), second)).statusCode()).isEqualTo(200);
        for (String flag : List.of("no_config/", "no-config/", "no_config", "no-config")) {
            assertThat(config(flag, first).isNull()).as(flag).isTrue();
        }
        assertThat(config("other/", first).get("filename").asText()).isEqualTo("default.json");
    }

    @Test
    void refusesWhatIsNoLoginInLovesWords() throws Exception {
        Map<String, String> bodies = Map.of(
                "{}", "{\"username\": [\"This field is required.\"], \"password\": [\"This field is required.\"]}",
                "", "{\"username\": [\"This field is required.\"], \"password\": [\"This field is required.\"]}",
                "{\"password\": \"x\"}", "{\"username\": [\"This field is required.\"]}",
                "{\"username\": \"\", \"password\": null}",
                        "{\"username\": [\"This field may not be blank.\"], \"password\": [\"This field may not be null.\"]}",
                "{\"username\": [], \"password\": \"x\"}", "{\"username\": [\"Not a valid string.\"]}",
                "[1]", "{\"non_field_errors\": [\"Invalid data. Expected a dictionary, but got list.\"]}",
                "{\"username\": ", "{\"detail\": \"JSON parse error - the body is not one JSON object\"}");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            HttpResponse<String> answer = edge.post("/manager/api/get-token/", body.getKey());
            assertThat(answer.statusCode()).as(body.getKey()).isEqualTo(400);
            assertThat(answer.body()).as(body.getKey()).isEqualTo(body.getValue());
        }
        Map<String, String> headers = Map.of(
                "Basic eA==", "Authentication credentials were not provided.",
                "Token", "Invalid token header. No credentials provided.",
                "Token a b", "Invalid token header. Token string should not contain spaces.",
                "Token a", "Invalid Token");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            HttpResponse<String> answer = edge.get("/manager/api/validate-token/", "Authorization", header.getKey());
            assertThat(answer.statusCode()).as(header.getKey()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Token");
            assertThat(answer.body()).isEqualTo("{\"detail\": \"" + header.getValue() + "\"}");
        }
        assertThat(edge.get("/manager/api/get-token/").statusCode()).isEqualTo(405);
    }

    private static JsonNode config(String flags, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                edge.get("/manager/api/validate-token/" + flags, "Authorization", "Token " + token);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.mapper().readTree(answer.body()).get("config");
    }

    private static HttpResponse<String> logOut(String token) throws IOException, InterruptedException {
        return edge.send(HttpRequest.newBuilder(edge.uri("/manager/api/logout/"))
                .DELETE()
                .header("Authorization", "Token " + token));
    }

    private static HttpResponse<String> swap(String token, String flags, String body)
            throws IOException, InterruptedException {
        return edge.send(HttpRequest.newBuilder(edge.uri("/manager/api/swap-user/" + flags))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Token " + token));
    }

    private static HttpRequest.Builder validate(WebEdge of, String token) {
        return HttpRequest.newBuilder(uri(of, "http", "/manager/api/validate-token/"))
                .header("Authorization", "Token " + token);
    }

    private static SocketClient socket(WebEdge of, String path) {
        return SocketClient.connect(edge.httpClient(), uri(of, "ws", path));
    }

    private static EventStreamClient stream(WebEdge of, String token) throws IOException, InterruptedException {
        return EventStreamClient.open(
                edge.httpClient(), uri(of, "http", "/api/v1/stream?address=event-A-1-s&token=" + token));
    }

    private static URI uri(WebEdge of, String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + of.port() + path);
    }

    /** The head of the answer to a handshake that a client would not send, or not show the answer of. */
    private static String refusal(String path) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), edge.edge().port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            for (String line = answer.readLine(); line != null && !line.isEmpty(); line = answer.readLine()) {
                head.append(line).append("\r\n");
            }
            return head.toString();
        }
    }

    private static double unconfirmed() throws IOException, InterruptedException {
        return edge.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("firstlight_edge_revocations_unconfirmed_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
