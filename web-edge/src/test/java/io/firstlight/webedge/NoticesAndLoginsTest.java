package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.user.NewUser;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What services and clients of Tower's kind send over HTTP: notices, and logins by cookie, with at most three sessions a user; on two edges over
 * one log and one database.
 */
class NoticesAndLoginsTest {

    private static final int LIMIT = 3;

    @TempDir
    private static Path directory;

    private static RunningEdge edge;
    private static WebEdge other;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory, Map.of("FIRSTLIGHT_SESSIONS_PER_USER", Integer.toString(LIMIT)));
        other = edge.anotherEdge();
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    /** The events in the log with that key, to its end now. */
    private static List<ConsumerRecord<String, String>> events(String key) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", edge.kafka()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(edge.plan().name(Topic.EVENT)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    if (key.equals(record.key())) {
                        found.add(record);
                    }
                }
            }
        }
        return found;
    }

    private static HttpRequest.Builder request(URI uri, @Nullable String cookies) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return cookies == null ? request : request.header("Cookie", cookies);
    }

    private static int validate(WebEdge at, String token) throws IOException, InterruptedException {
        return edge.send(HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + at.port() + "/manager/api/validate-token/no_config/"))
                        .header("Authorization", "Token " + token))
                .statusCode();
    }

    @Nested
    class NoticesOverRest {

        private HttpResponse<String> emit(@Nullable String token, String body)
                throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(edge.uri("/api/v1/notices")).POST(HttpRequest.BodyPublishers.ofString(body));
            return edge.send(token == null ? request : request.header("Authorization", "Bearer " + token));
        }

        @Test
        void areInTheLogWhenTheyAreAnswered() throws Exception {
            HttpResponse<String> answer = emit(
                    edge.token("admin", "test"),
                    "{\"group\": \"jobs\", \"type\": \"status_changed\", \"id\": 41,"
                            + " \"payload\": {\"unified_job_id\": 41, \"status\": \"running\"}}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode place = Json.mapper().readTree(answer.body());
            assertThat(place.get("position").asText()).isNotBlank();
            assertThat(events("jobs:41")).singleElement().satisfies(record -> {
                assertThat(record.partition()).isEqualTo(place.get("partition").asInt());
                assertThat(record.offset()).isEqualTo(place.get("offset").asLong());
                assertThat(record.value())
                        .isEqualTo(
                                "{\"category\":\"event\",\"csc\":\"jobs\",\"salindex\":41,\"data\":{\"status_changed\":"
                                        + "{\"unified_job_id\": 41, \"status\": \"running\",\"group_name\":\"jobs\"}},"
                                        + "\"producer\":\"admin\"}");
            });
        }

        @Test
        void comeAsAListOfWhichAllAreWrittenOrNone() throws Exception {
            String admin = edge.token("admin", "test");
            HttpResponse<String> all = emit(
                    admin,
                    " [{\"group\":\"list_events\",\"id\":1,\"payload\":{\"n\":1}},"
                            + "{\"group\":\"list_events\",\"id\":1,\"payload\":{\"n\":2}}]");
            HttpResponse<String> none = emit(
                    admin, "[{\"group\":\"list_events\",\"id\":1,\"payload\":{\"n\":3}},{\"group\":\"list_events\"}]");

            assertThat(Json.mapper().readTree(all.body()))
                    .as(all.body())
                    .hasSize(2)
                    .allSatisfy(place -> assertThat(place.has("position")).isTrue());
            assertThat(none.statusCode()).isEqualTo(400);
            assertThat(none.body()).contains("missing_field", "[1].");
            assertThat(events("list_events:1")).hasSize(2);
        }

        @Test
        void needATokenWithTheRightToWriteTheirAddress() throws Exception {
            edge.users().add(NewUser.of("writer", "writer's password"));
            edge.users().grant("writer", "write", "event-mine-all-all");
            String writer = edge.token("writer", "writer's password");
            String mine = "{\"group\":\"mine\",\"id\":3,\"payload\":{}}";
            String foreign = "{\"group\":\"foreign\",\"id\":3,\"payload\":{}}";

            assertThat(emit(writer, mine).statusCode()).isEqualTo(200);
            assertThat(emit(writer, foreign).statusCode()).isEqualTo(403);
            assertThat(emit(writer, "[" + mine + "," + foreign + "]").statusCode())
                    .isEqualTo(403);
            assertThat(emit(null, mine).statusCode()).isEqualTo(401);
            assertThat(emit("bad", mine).statusCode()).isEqualTo(401);
            assertThat(events("mine:3")).hasSize(1);
            assertThat(events("foreign:3")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        400 | malformed_json  | nonsense
                        400 | malformed_json  | ``
                        400 | missing_field   | {"group":"jobs","payload":{}}
                        400 | illegal_name    | {"group":"a b","id":1,"payload":{}}
                        400 | bad_parameter   | {"group":"jobs","id":1,"payload":{"group_name":"job"}}
                        422 | not_strict_json | {"group":"jobs","id":1,"payload":{"n":NaN}}
                        """)
        void areRefusedInTheShapeOfErrors(int status, String name, String body) throws Exception {
            HttpResponse<String> answer = emit(edge.token("admin", "test"), body);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(RunningEdge.json(answer.body(), "/error/name").asText()).isEqualTo(name);
        }

        @Test
        void areRefusedWhenTheyAreTooLarge() throws Exception {
            String filling = "x".repeat(16 << 20);
            HttpResponse<String> answer = emit(
                    edge.token("admin", "test"),
                    "{\"group\":\"jobs\",\"id\":1,\"payload\":{\"a\":\"" + filling + "\"}}");

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("too_large");
        }
    }

    @Nested
    class TheLimitOfSessions {

        @Test
        void leavesTheThreeNewestOfFiveLoginsAndEmitsTwoNotices() throws Exception {
            edge.users().add(NewUser.of("lena", "lena's password", "ui_framework"));
            edge.users().add(NewUser.of("mara", "mara's password", "ui_framework"));
            String untouched = edge.token("mara", "mara's password");
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tokens.add(edge.token("lena", "lena's password"));
            }

            for (WebEdge at : List.of(edge.edge(), other)) {
                assertThat(validate(at, tokens.get(0))).isEqualTo(401);
                assertThat(validate(at, tokens.get(1))).isEqualTo(401);
                assertThat(validate(at, tokens.get(2))).isEqualTo(200);
                assertThat(validate(at, tokens.get(3))).isEqualTo(200);
                assertThat(validate(at, tokens.get(4))).isEqualTo(200);
                assertThat(validate(at, untouched)).isEqualTo(200);
            }
            assertThat(notices(id(tokens.get(4))))
                    .hasSize(2)
                    .allSatisfy(value ->
                            assertThat(value).contains("{\"group_name\": \"control\", \"reason\": \"limit_reached\"}"));
            assertThat(notices(id(untouched))).isEmpty();
        }

        @Test
        void isToldToTheOldSocketsBeforeTheyAreClosedOnEveryEdge() throws Exception {
            edge.users().add(NewUser.of("nora", "nora's password", "ui_framework"));
            String oldest = edge.token("nora", "nora's password");
            String join = "{\"groups\": {\"control\": [\"limit_reached_" + id(oldest) + "\"]}}";
            try (SocketClient here = edge.socket("/websocket/?token=" + oldest);
                    SocketClient there = edge.socket(other, "/websocket/?token=" + oldest)) {
                for (SocketClient socket : List.of(here, there)) {
                    assertThat(socket.next()).startsWith("{\"accept\": true");
                    assertThat(socket.send(join).next()).startsWith("{\"groups_current\": [\"control-limit_reached_");
                }

                for (int i = 0; i < LIMIT; i++) {
                    edge.token("nora", "nora's password");
                }

                assertThat(here.next()).isEqualTo("{\"group_name\": \"control\", \"reason\": \"limit_reached\"}");
                assertThat(there.next()).isEqualTo("{\"group_name\": \"control\", \"reason\": \"limit_reached\"}");
                assertThat(here.closeCode()).isEqualTo(1000);
                assertThat(there.closeCode()).isEqualTo(1000);
            }
        }

        @Test
        void countsLoginsByEveryRoute() throws Exception {
            edge.users().add(NewUser.of("olga", "olga's password"));
            String first = edge.token("olga", "olga's password");
            Browser browser = new Browser();
            browser.begin();
            assertThat(browser.logIn("olga", "olga's password").statusCode()).isEqualTo(302);
            edge.token("olga", "olga's password");
            String admin = edge.token("admin", "test");
            HttpResponse<String> swapped = edge.send(HttpRequest.newBuilder(edge.uri("/manager/api/swap-user/"))
                    .header("Authorization", "Token " + admin)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"username\": \"olga\", \"password\": \"olga's password\"}")));

            assertThat(swapped.statusCode()).isEqualTo(200);
            assertThat(validate(edge.edge(), first)).isEqualTo(401);
            assertThat(browser.get("/api/v2/me/").statusCode()).isEqualTo(200);
        }

        private String id(String token) throws IOException, InterruptedException {
            String answer =
                    edge.get("/api/v2/me/", "Authorization", "Token " + token).body();
            return RunningEdge.json(answer, "/results/0/id").asText();
        }

        private List<String> notices(String id) {
            return events("control:0").stream()
                    .map(ConsumerRecord::value)
                    .filter(value -> value.contains("\"limit_reached_" + id + "\""))
                    .toList();
        }
    }

    /** Keeps cookies as a browser does, and follows nothing. */
    private static final class Browser {

        private String csrf = "";
        private String session = "";

        HttpResponse<String> begin() throws IOException, InterruptedException {
            return get("/api/login/");
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return send(request(edge.uri(path), cookies()));
        }

        HttpResponse<String> logIn(String user, String password) throws IOException, InterruptedException {
            return form("username=" + user + "&password="
                    + password.replace("'", "%27").replace(' ', '+') + "&next=%2Fhere&csrfmiddlewaretoken=" + csrf);
        }

        HttpResponse<String> form(String body) throws IOException, InterruptedException {
            return send(request(edge.uri("/api/login/"), cookies())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> answer = edge.send(request);
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String value = cookie.substring(cookie.indexOf('=') + 1).split(";", 2)[0];
                if (cookie.startsWith("csrftoken=")) {
                    csrf = value;
                } else if (cookie.startsWith("sessionid=")) {
                    session = value;
                }
            }
            return answer;
        }

        String cookies() {
            return "csrftoken=" + csrf + "; sessionid=" + session;
        }
    }

    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .findFirst()
                .orElse("");
    }

    @Nested
    class ALoginByCookie {

        private final Browser browser = new Browser();

        @Test
        void opensATowerSocketWhoseRequestsRepeatItsToken() throws Exception {
            browser.begin();
            browser.logIn("user", "user");
            try (SocketClient socket = SocketClient.connect(
                    edge.httpClient(),
                    URI.create("ws://127.0.0.1:" + edge.edge().port() + "/websocket/"),
                    Map.of("Cookie", browser.cookies()))) {
                assertThat(socket.next()).startsWith("{\"accept\": true");

                socket.send("{\"groups\": {\"jobs\": [\"status_changed\"]}}");
                assertThat(socket.next()).isEqualTo("{\"error\": \"access denied to channel\"}");
                socket.send("{\"xrftoken\": \"" + browser.csrf + "\", \"groups\": {\"jobs\": [\"status_changed\"]}}");
                assertThat(socket.next()).startsWith("{\"groups_current\": [\"jobs-status_changed\"]");

                String admin = edge.token("admin", "test");
                edge.send(HttpRequest.newBuilder(edge.uri("/api/v1/notices"))
                        .header("Authorization", "Bearer " + admin)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"group\": \"jobs\", \"type\": \"status_changed\","
                                + " \"id\": 7, \"payload\": {\"status\": \"running\"}}")));
                assertThat(socket.next()).isEqualTo("{\"status\": \"running\",\"group_name\":\"jobs\"}");
            }
        }

        @Test
        void beginsWithATokenThatScriptsReadAndKeepsIt() throws Exception {
            HttpResponse<String> first = browser.begin();

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(cookie(first, "csrftoken"))
                    .matches("csrftoken=[0-9a-f]{64}; .*")
                    .contains("SameSite=Lax", "Path=/")
                    .doesNotContain("HttpOnly", "Secure");
            assertThat(cookie(browser.begin(), "csrftoken")).isEmpty();
        }

        @Test
        void asAFormGivesTheSessionAndLeadsOn() throws Exception {
            browser.begin();
            String before = browser.csrf;

            HttpResponse<String> answer = browser.logIn("user", "user");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).contains("/here");
            assertThat(answer.headers().firstValue("X-API-Session-Cookie-Name")).contains("sessionid");
            assertThat(cookie(answer, "sessionid"))
                    .contains("HttpOnly", "SameSite=Lax", "Path=/")
                    .doesNotContain("Secure");
            assertThat(browser.csrf).isNotEqualTo(before).hasSize(64);
            assertThat(RunningEdge.json(browser.get("/api/v2/me/").body(), "/results/0/username")
                            .asText())
                    .isEqualTo("user");
            assertThat(validate(other, browser.session)).isEqualTo(200);
        }

        @Test
        void asJsonIsAnsweredWithTheUserAndIsSecureBehindHttps() throws Exception {
            browser.begin();

            HttpResponse<String> answer = browser.send(request(edge.uri("/api/login/"), browser.cookies())
                    .headers("Content-Type", "application/json", "X-CSRFToken", browser.csrf)
                    .header("X-Forwarded-Proto", "https, http")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"username\": \"admin\", \"password\": \"test\"}")));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(RunningEdge.json(answer.body(), "/username").asText()).isEqualTo("admin");
            assertThat(RunningEdge.json(answer.body(), "/id").asLong()).isPositive();
            assertThat(cookie(answer, "sessionid")).contains("Secure");
            assertThat(cookie(answer, "csrftoken")).contains("Secure");
        }

        @ParameterizedTest
        @ValueSource(strings = {"csrfmiddlewaretoken=wrong", "x=1", "csrfmiddlewaretoken="})
        void isRefusedFromAForeignPage(String field) throws Exception {
            browser.begin();

            HttpResponse<String> answer = browser.form("username=user&password=user&" + field);

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(RunningEdge.json(answer.body(), "/error/name").asText()).isEqualTo("not_allowed");
            assertThat(cookie(answer, "sessionid")).isEmpty();
        }

        @Test
        void isRefusedWithoutTheCookie() throws Exception {
            assertThat(browser.form("username=user&password=user&csrfmiddlewaretoken=")
                            .statusCode())
                    .isEqualTo(403);
        }

        @Test
        void isRefusedWithAWrongOrMissingPassword() throws Exception {
            browser.begin();
            HttpResponse<String> wrong = browser.logIn("user", "wrong");
            HttpResponse<String> missing = browser.form("username=user&csrfmiddlewaretoken=" + browser.csrf);

            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(RunningEdge.json(wrong.body(), "/error/name").asText()).isEqualTo("not_authenticated");
            assertThat(cookie(wrong, "sessionid")).isEmpty();
            assertThat(missing.statusCode()).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://elsewhere.example/",
                    "//elsewhere.example/",
                    "/%5Celsewhere.example/",
                    "/%09/elsewhere.example/",
                    "/a%0D%0ASet-Cookie:x=1",
                    "elsewhere",
                    ""
                })
        void leadsNowhereElse(String next) throws Exception {
            browser.begin();

            HttpResponse<String> answer = browser.form(
                    "username=cmd_user&password=cmd_user&next=" + next + "&csrfmiddlewaretoken=" + browser.csrf);

            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).contains("/");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void endsWithALogout(String method) throws Exception {
            browser.begin();
            browser.logIn("user", "user");
            String token = browser.session;

            HttpResponse<String> answer = browser.send(request(edge.uri("/api/logout/"), browser.cookies())
                    .method(method, HttpRequest.BodyPublishers.noBody()));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(cookie(answer, "sessionid")).contains("sessionid=;", "Expires=Thu, 01 Jan 1970");
            assertThat(validate(edge.edge(), token)).isEqualTo(401);
            assertThat(validate(other, token)).isEqualTo(401);
            assertThat(browser.get("/api/logout/").statusCode()).isEqualTo(200);
        }

        @Test
        void isNeededToKnowWhoOneIsUnlessAHeaderSaysSo() throws Exception {
            assertThat(edge.get("/api/v2/me/").statusCode()).isEqualTo(401);
            assertThat(edge.get("/api/v2/me/", "Cookie", "sessionid=bad").statusCode())
                    .isEqualTo(401);
            HttpResponse<String> byHeader =
                    edge.get("/api/v2/me/", "Authorization", "Bearer " + edge.token("user", "user"));

            assertThat(byHeader.body())
                    .matches("\\{\"count\": 1, \"results\": \\[\\{\"id\": [0-9]+, \"username\": \"user\"}]}");
            assertThat(edge.get("/api/v2/me/", "Authorization", "Bearer bad").statusCode())
                    .isEqualTo(401);
        }
    }
}
