package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.user.NewUser;
import io.firstlight.schemas.json.Json;
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
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tower's sockets over real ones and a real broker, on two edges over one log. */
class TowerSocketTest {

    private static final String PATH = "/websocket/";
    private static final AtomicInteger NEXT_ID = new AtomicInteger(1000);

    @TempDir
    private static Path directory;

    private static RunningEdge edge;
    private static WebEdge other;
    private static String user;
    private static SocketClient emitter;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(
                directory,
                Map.of(
                        "FIRSTLIGHT_TOWER_CHANNELS", "1000",
                        "FIRSTLIGHT_TOWER_REQUEST_BYTES", "50000",
                        "FIRSTLIGHT_TOWER_REQUESTS", "100"));
        other = edge.anotherEdge();
        user = edge.token("user", "user");
        emitter = edge.producer();
    }

    @AfterAll
    static void stop() throws Exception {
        emitter.close();
        edge.close();
    }

    private static int freshId() {
        return NEXT_ID.incrementAndGet();
    }

    private static SocketClient connect(String token) throws InterruptedException {
        return connect(edge.edge(), token);
    }

    private static SocketClient connect(WebEdge of, String token) throws InterruptedException {
        SocketClient client = opened(of, Map.of("Authorization", "Bearer " + token));
        assertThat(client.next()).startsWith("{\"accept\": true, \"user\": ");
        return client;
    }

    private static SocketClient opened(WebEdge of, Map<String, String> headers) {
        return SocketClient.connect(edge.httpClient(), URI.create("ws://127.0.0.1:" + of.port() + PATH), headers);
    }

    private static void emit(String group, int id, String type, String payload) {
        emitter.send("{\"category\":\"event\",\"data\":[{\"csc\":\"" + group + "\",\"salindex\":" + id + ",\"data\":{\""
                + type + "\":" + payload + "}}]}");
    }

    private static String status(int id, String status) {
        return "{\"unified_job_id\": " + id + ", \"status\": \"" + status + "\", \"group_name\": \"jobs\"}";
    }

    private static String detail(int counter) {
        return "{\"counter\": " + counter + ", \"event\": \"runner_on_ok\", \"group_name\": \"job_events\"}";
    }

    private static String join(String group, String... elements) {
        return "{\"groups\": {\"" + group + "\": [" + String.join(", ", elements) + "]}}";
    }

    private static String groups(String current, String left, String joined) {
        return "{\"groups_current\": [" + current + "], \"groups_left\": [" + left + "], \"groups_joined\": [" + joined
                + "]}";
    }

    private static String denied(String group, String element) {
        return "{\"error\": \"access denied to channel " + group + " for resource id " + element + "\"}";
    }

    private static NewUser newUser(String name) {
        return NewUser.of(name, name + "'s password");
    }

    private static String tokenOf(String name) throws IOException, InterruptedException {
        return edge.token(name, name + "'s password");
    }

    @Nested
    class Connecting {

        @ParameterizedTest
        @ValueSource(strings = {"/websocket/", "/api/websocket/"})
        void acceptsWithTheUsersNumber(String path) throws Exception {
            try (SocketClient client = edge.socket(path + "?token=" + user)) {
                JsonNode accept = client.nextJson();

                assertThat(accept.get("accept").asBoolean()).isTrue();
                assertThat(accept.get("user").asLong())
                        .isEqualTo(edge.users().list().stream()
                                .filter(known -> known.name().equals("user"))
                                .findFirst()
                                .orElseThrow()
                                .id());
            }
        }

        @ParameterizedTest
        @CsvSource({"Authorization, 'Bearer '", "Authorization, 'Token '", "Cookie, sessionid="})
        void knowsItsUserByHeaderOrCookie(String header, String before) throws Exception {
            try (SocketClient client = opened(edge.edge(), Map.of(header, before + user))) {
                assertThat(client.next()).startsWith("{\"accept\": true");
            }
        }

        @Test
        void refusesStrangersWith403() {
            assertThat(edge.refusal(PATH)).isEqualTo(403);
            assertThat(edge.refusal(PATH + "?token=x")).isEqualTo(403);
            assertThat(edge.refusal(PATH + "?password=" + RunningEdge.PROCESS_PASSWORD))
                    .isEqualTo(403);
            assertThatThrownBy(() -> opened(edge.edge(), Map.of("Cookie", "sessionid=x")))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(403));
        }
    }

    @Nested
    class Membership {

        @Test
        void isReplacedByDifferenceAndAnsweredInFull() throws Exception {
            try (SocketClient client = connect(user)) {
                client.send(join("jobs", "\"status_changed\"", "\"summary\""));
                assertThat(client.next())
                        .isEqualTo(groups(
                                "\"jobs-status_changed\", \"jobs-summary\"",
                                "",
                                "\"jobs-status_changed\", \"jobs-summary\""));

                client.send("{\"groups\": {\"jobs\": [\"summary\"], \"schedules\": [\"changed\"]}}");
                assertThat(client.next())
                        .isEqualTo(groups(
                                "\"jobs-summary\", \"schedules-changed\"",
                                "\"jobs-status_changed\"",
                                "\"schedules-changed\""));
            }
        }

        @Test
        void theSameRequestAgainChangesNothingAndNoticesStillComeOnce() throws Exception {
            int job = freshId();
            try (SocketClient client = connect(user)) {
                client.send(join("job_events", "" + job));
                client.next();
                client.send(join("job_events", "" + job, "\"" + job + "\""));
                assertThat(client.next()).isEqualTo(groups("\"job_events-" + job + "\"", "", ""));

                emit("job_events", job, "detail", detail(1));
                emit("job_events", job, "detail", detail(2));

                assertThat(client.next()).isEqualTo(detail(1));
                assertThat(client.next()).isEqualTo(detail(2));
            }
        }

        @Test
        void noGroupsLeaveEverything() throws Exception {
            int job = freshId();
            try (SocketClient client = connect(user)) {
                client.send(join("job_events", "" + job));
                client.next();

                client.send("{\"groups\": {}}");

                assertThat(client.next()).isEqualTo(groups("", "\"job_events-" + job + "\"", ""));
                client.send("{\"groups\": {\"jobs\": []}}");
                assertThat(client.next()).isEqualTo(groups("", "", ""));
            }
        }

        @Test
        void isInEffectWhenItIsAnswered() throws Exception {
            try (SocketClient client = connect(user)) {
                for (int i = 0; i < 50; i++) {
                    int job = freshId();
                    client.send(join("job_events", "" + job));
                    client.next();
                    emit("job_events", job, "detail", detail(i));
                    assertThat(client.next()).isEqualTo(detail(i));
                }
            }
        }

        @Test
        void aFrameWithoutGroupsIsHeardInSilence() throws Exception {
            try (SocketClient client = connect(user)) {
                client.send(join("jobs", "\"summary\"")).next();

                client.send("{}").send(join("jobs", "\"summary\""));

                assertThat(client.next()).isEqualTo(groups("\"jobs-summary\"", "", ""));
            }
        }

        @Test
        void survivesEveryMalformedFrameWhichIsAnswered() throws Exception {
            int job = freshId();
            try (SocketClient client = connect(user)) {
                client.send(join("job_events", "" + job)).next();

                for (String bad : List.of(
                        "",
                        "{",
                        "[1]",
                        "\"x\"",
                        "null",
                        "{\"groups\": null}",
                        "{\"groups\": [1]}",
                        "{\"groups\": {\"jobs\": \"summary\"}}",
                        "{\"groups\": {}, \"positions\": 7}",
                        "{\"groups\": {\"" + "x".repeat(60_000) + "\": []}}")) {
                    client.send(bad);
                    assertThat(client.next())
                            .as(bad.length() > 100 ? "long" : bad)
                            .startsWith("{\"error\": \"");
                }
                client.sendBinary("{\"groups\": {}}".getBytes(StandardCharsets.UTF_8));
                assertThat(client.next()).isEqualTo("{\"error\": \"send JSON in text frames\"}");

                emit("job_events", job, "detail", detail(1));
                assertThat(client.next()).isEqualTo(detail(1));
                client.send(join("job_events", "" + job));
                assertThat(client.next()).isEqualTo(groups("\"job_events-" + job + "\"", "", ""));
            }
        }

        @Test
        void namesThatAreNoChannelsAreRefusedOneByOneAndTheRestIsApplied() throws Exception {
            try (SocketClient client = connect(user)) {
                client.send("{\"groups\": {\"jobs\": [\"a b\", \"all\", \"summary\"], \"x/y\": [1]}}");

                assertThat(client.next()).isEqualTo(denied("jobs", "a b"));
                assertThat(client.next()).isEqualTo(denied("jobs", "all"));
                assertThat(client.next()).isEqualTo(denied("x/y", "1"));
                assertThat(client.next()).isEqualTo(groups("\"jobs-summary\"", "", "\"jobs-summary\""));
            }
        }

        @Test
        void anyNameCanBeJoinedAndReceivesWhatIsSentThere() throws Exception {
            try (SocketClient client = connect(user)) {
                client.send(join("whatever", "\"x\"")).next();

                emit("whatever", 0, "x", "{\"n\": 1}");

                assertThat(client.next()).isEqualTo("{\"n\": 1, \"group_name\": \"whatever\"}");
            }
        }

        @Test
        void isLimitedInNumber() throws Exception {
            try (SocketClient client = connect(user)) {
                List<String> elements = new ArrayList<>();
                for (int i = 0; i < 1001; i++) {
                    elements.add("" + i);
                }
                client.send(join("jobs", "\"summary\"")).next();
                client.send(join("job_events", elements.toArray(String[]::new)));
                assertThat(client.next())
                        .isEqualTo("{\"error\": \"a connection has at most 1000 channels: nothing was changed\"}");

                client.send(join("job_events", elements.subList(0, 1000).toArray(String[]::new)));

                JsonNode answer = client.nextJson();
                assertThat(answer.get("groups_current")).hasSize(1000);
                assertThat(answer.get("groups_left")).hasSize(1);
            }
        }

        @Test
        void tooManyRequestsAreRefusedAndChangeNothing() throws Exception {
            try (SocketClient client = connect(user)) {
                for (int i = 0; i < 500; i++) {
                    client.send(join("jobs", "" + i));
                }
                int refused = 0;
                String current = "";
                for (int i = 0; i < 500; i++) {
                    String answer = client.next();
                    if (answer.startsWith("{\"error\": \"too many requests")) {
                        refused++;
                    } else {
                        current = Json.mapper()
                                .readTree(answer)
                                .at("/groups_current/0")
                                .asText();
                    }
                }

                assertThat(refused).isPositive();
                assertThat(current).startsWith("jobs-");
            }
        }
    }

    @Nested
    class XrfRule {

        private SocketClient byCookie(String cookies) throws InterruptedException {
            SocketClient client = opened(edge.edge(), Map.of("Cookie", "sessionid=" + user + cookies));
            client.next();
            return client;
        }

        @Test
        void aCookieLoginRepeatsItsTokenInEachRequest() throws Exception {
            try (SocketClient client = byCookie("; csrftoken=abc123")) {
                client.send("{\"xrftoken\": \"abc123\", \"groups\": {\"jobs\": [\"summary\"]}}");
                assertThat(client.next()).isEqualTo(groups("\"jobs-summary\"", "", "\"jobs-summary\""));

                for (String wrong : List.of("", "\"xrftoken\": \"\", ", "\"xrftoken\": \"abc124\", ")) {
                    client.send("{" + wrong + "\"groups\": {}}");
                    assertThat(client.next()).isEqualTo("{\"error\": \"access denied to channel\"}");
                }

                client.send("{\"xrftoken\": \"abc123\", \"groups\": {\"jobs\": [\"summary\"]}}");
                assertThat(client.next()).isEqualTo(groups("\"jobs-summary\"", "", ""));
            }
        }

        @Test
        void withoutThatCookieNoTokenIsRight() throws Exception {
            try (SocketClient client = byCookie("")) {
                client.send("{\"xrftoken\": \"\", \"groups\": {\"jobs\": [\"summary\"]}}");
                assertThat(client.next()).isEqualTo("{\"error\": \"access denied to channel\"}");
            }
        }

        @Test
        void aTokenThatNoBrowserSendsByItselfNeedsNone() throws Exception {
            try (SocketClient client = connect(user)) {
                client.send(join("jobs", "\"summary\""));
                assertThat(client.next()).startsWith("{\"groups_current\"");
            }
        }
    }

    @Nested
    class Rights {

        @Test
        void oneErrorPerRefusedIdAndTheRestApplied() throws Exception {
            edge.users().add(newUser("eve"));
            edge.users().grant("eve", "read", "event-job_events-1-all");
            edge.users().grant("eve", "read", "event-job_events-2-all");
            try (SocketClient client = connect(tokenOf("eve"))) {
                client.send(join("job_events", "1", "99", "2"));
                assertThat(client.next()).isEqualTo(denied("job_events", "99"));
                assertThat(client.next())
                        .isEqualTo(
                                groups("\"job_events-1\", \"job_events-2\"", "", "\"job_events-1\", \"job_events-2\""));

                // As with Tower, the old membership goes even if nothing of the new one stands.
                client.send(join("job_events", "98"));
                assertThat(client.next()).isEqualTo(denied("job_events", "98"));
                assertThat(client.next()).isEqualTo(groups("", "\"job_events-1\", \"job_events-2\"", ""));
            }
        }

        @Test
        void everyGroupIsChecked() throws Exception {
            edge.users().add(newUser("mallory"));
            try (SocketClient client = connect(tokenOf("mallory"))) {
                for (String group : List.of(
                        "jobs",
                        "schedules",
                        "inventories",
                        "project_update_events",
                        "inventory_update_events",
                        "system_job_events",
                        "workflow_events",
                        "broadcast",
                        "metrics")) {
                    client.send(join(group, "1"));
                    assertThat(client.next()).isEqualTo(denied(group, "1"));
                    assertThat(client.next()).isEqualTo(groups("", "", ""));
                }
            }
        }

        @Test
        void nobodyHearsOfJobsThatHeMayNotSee() throws Exception {
            int mine = freshId();
            int theirs = freshId();
            edge.users().add(newUser("frank"));
            edge.users().grant("frank", "read", "event-jobs-" + mine + "-all");
            try (SocketClient client = connect(tokenOf("frank"))) {
                client.send(join("jobs", "\"status_changed\"")).next();

                emit("jobs", theirs, "status_changed", status(theirs, "running"));
                emit("jobs", mine, "status_changed", status(mine, "running"));
                emit("jobs", theirs, "status_changed", status(theirs, "failed"));
                emit("jobs", mine, "status_changed", status(mine, "successful"));

                assertThat(client.next()).isEqualTo(status(mine, "running"));
                assertThat(client.next()).isEqualTo(status(mine, "successful"));
            }
        }

        @Test
        void everybodyHasHisOwnLimitAndNobodysElse() throws Exception {
            edge.users().add(newUser("grace"));
            try (SocketClient client = opened(edge.edge(), Map.of("Authorization", "Token " + tokenOf("grace")))) {
                long id = client.nextJson().get("user").asLong();

                client.send(join("control", "\"limit_reached_" + id + "\"", "\"limit_reached_1\""));

                assertThat(client.next()).isEqualTo(denied("control", "limit_reached_1"));
                assertThat(client.next())
                        .isEqualTo(groups(
                                "\"control-limit_reached_" + id + "\"", "", "\"control-limit_reached_" + id + "\""));
                emit(
                        "control",
                        0,
                        "limit_reached_" + id,
                        "{\"group_name\": \"control\", \"reason\": \"limit_reached\"}");
                assertThat(client.next()).isEqualTo("{\"group_name\": \"control\", \"reason\": \"limit_reached\"}");
            }
        }

        @Test
        void aRightThatIsTakenAwayEndsTheConnection() throws Exception {
            edge.users().add(newUser("heidi"));
            edge.users().grant("heidi", "read", "event-jobs-all-all");
            try (SocketClient client = connect(tokenOf("heidi"))) {
                client.send(join("jobs", "\"summary\"")).next();

                edge.commandLine().revoke("heidi", "read", "event-jobs-all-all");

                assertThat(client.closeCode()).isEqualTo(4003);
            }
            try (SocketClient client = connect(tokenOf("heidi"))) {
                client.send(join("jobs", "\"summary\""));
                assertThat(client.next()).isEqualTo(denied("jobs", "summary"));
            }
        }

        @Test
        void aRightThatIsGivenWidensWhatIsHeardWithoutComingBack() throws Exception {
            int first = freshId();
            int second = freshId();
            edge.users().add(newUser("ivan"));
            edge.users().grant("ivan", "read", "event-jobs-" + first + "-all");
            try (SocketClient client = connect(tokenOf("ivan"))) {
                client.send(join("jobs", "\"status_changed\"")).next();

                edge.commandLine().grant("ivan", "read", "event-jobs-" + second + "-all");

                // Until the edge has looked, this is held to be somebody else's.
                String frame = "";
                while (!frame.equals(status(second, "running"))) {
                    emit("jobs", second, "status_changed", status(second, "running"));
                    emit("jobs", first, "status_changed", status(first, "running"));
                    frame = client.next();
                }
            }
        }

        @Test
        void aRevokedTokenEndsTheConnection() throws Exception {
            String token = edge.token("user", "user");
            try (SocketClient client = connect(other, token)) {
                edge.send(HttpRequest.newBuilder(edge.uri("/manager/api/logout/"))
                        .header("Authorization", "Token " + token)
                        .DELETE());

                assertThat(client.closeCode()).isEqualTo(1000);
            }
        }
    }

    @Nested
    class Notices {

        @Test
        void areTheEmittersObjectOnEveryEdge() throws Exception {
            int job = freshId();
            try (SocketClient here = connect(user);
                    SocketClient there = connect(other, user)) {
                here.send(join("jobs", "\"status_changed\"", "" + job)).next();
                there.send(join("jobs", "\"status_changed\"")).next();

                emit("jobs", job, "status_changed", status(job, "pending"));

                // Of a thing's and of its type's channel it is a notice of each.
                assertThat(here.next()).isEqualTo(status(job, "pending"));
                assertThat(here.next()).isEqualTo(status(job, "pending"));
                assertThat(there.next()).isEqualTo(status(job, "pending"));
            }
        }

        @Test
        void thatAreNoObjectsAreWrapped() throws Exception {
            int id = freshId();
            try (SocketClient client = connect(user)) {
                client.send(join("odd", "" + id)).next();

                emit("odd", id, "x", "[1, 2]");
                emit("odd", id, "x", "{}");
                emitter.send("{\"category\":\"event\",\"data\":[{\"csc\":\"odd\",\"salindex\":" + id
                        + ",\"data\":{\"a\":{\"n\":1},\"b\":[2]}}]}");

                assertThat(client.next()).isEqualTo("{\"payload\": [1, 2], \"group_name\": \"odd\"}");
                assertThat(client.next()).isEqualTo("{\"group_name\": \"odd\"}");
                assertThat(client.next()).isEqualTo("{\"a\": {\"n\":1}, \"b\": [2], \"group_name\": \"odd\"}");
            }
        }

        @Test
        void ofAFloodAreHeldBackAndCounted() throws Exception {
            int job = freshId();
            int sent = 300;
            try (SocketClient client = connect(user)) {
                client.send(join("job_events", "" + job)).next();

                for (int i = 1; i <= sent; i++) {
                    emit("job_events", job, "detail", detail(i));
                }
                emit(
                        "job_events",
                        job,
                        "detail",
                        "{\"counter\": 301, \"event\": \"EOF\", \"group_name\": \"job_events\"}");

                int received = 0;
                int heldBack = 0;
                int last = 0;
                while (last <= sent) {
                    JsonNode frame = client.nextJson();
                    int counter = frame.get("counter").asInt();
                    int held = frame.path("held_back").asInt();
                    assertThat(counter).as("what is missing is told").isEqualTo(last + held + 1);
                    last = counter;
                    heldBack += held;
                    received++;
                }
                assertThat(received + heldBack).isEqualTo(sent + 1);
                assertThat(heldBack).isPositive();
            }
        }
    }

    @Nested
    class OurOptions {

        @Test
        void aSnapshotGivesTheLatestNoticeOfEachThing() throws Exception {
            String group = "snap" + freshId();
            try (SocketClient watcher = connect(user)) {
                watcher.send(join(group, "\"status_changed\"")).next();
                for (int job = 1; job <= 3; job++) {
                    emit(group, job, "status_changed", "{\"job\": " + job + ", \"status\": \"running\"}");
                    emit(group, job, "status_changed", "{\"job\": " + job + ", \"status\": \"successful\"}");
                    watcher.next();
                    watcher.next();
                }
            }
            try (SocketClient late = connect(user)) {
                late.send("{\"groups\": {\"" + group
                        + "\": [\"status_changed\", 2]}, \"snapshot\": true, \"positions\": true}");
                late.next();

                assertThat(late.next()).isEqualTo("{\"channel\": \"" + group + "-status_changed\", \"snapshot\": 3}");
                List<String> jobs = new ArrayList<>();
                // Of both channels: three things and then one.
                int frames = 0;
                while (frames < 4) {
                    JsonNode frame = late.nextJson();
                    if (frame.has("job")) {
                        frames++;
                        assertThat(frame.get("status").asText()).isEqualTo("successful");
                        assertThat(frame.get("snapshot").asBoolean()).isTrue();
                        jobs.add(frame.get("channel").asText() + ":"
                                + frame.get("job").asInt());
                    }
                }
                assertThat(jobs)
                        .containsExactlyInAnyOrder(
                                group + "-status_changed:1",
                                group + "-status_changed:2",
                                group + "-status_changed:3",
                                group + "-2:2");
            }
        }

        @Test
        void aPositionResumesOnAnotherEdgeWithoutGapOrRepeat() throws Exception {
            int job = freshId();
            String position;
            try (SocketClient client = connect(user)) {
                client.send("{\"groups\": {\"jobs\": [" + job + "]}, \"positions\": true}")
                        .next();
                assertThat(client.nextJson().has("position"))
                        .as("where it begins")
                        .isTrue();
                emit("jobs", job, "line", "{\"n\": 1}");
                emit("jobs", job, "line", "{\"n\": 2}");
                client.next();
                JsonNode frame = client.nextJson();
                assertThat(frame.get("n").asInt()).isEqualTo(2);
                assertThat(frame.get("channel").asText()).isEqualTo("jobs-" + job);
                position = frame.get("position").asText();
            }
            emit("jobs", job, "line", "{\"n\": 3}");
            emit("jobs", job, "line", "{\"n\": 4}");
            try (SocketClient client = connect(other, user)) {
                client.send("{\"groups\": {\"jobs\": [" + job + "]}, \"positions\": true, \"resume\": {\"jobs-" + job
                                + "\": \"" + position + "\"}}")
                        .next();
                assertThat(client.next()).isEqualTo("{\"channel\": \"jobs-" + job + "\", \"recovered\": true}");
                emit("jobs", job, "line", "{\"n\": 5}");

                for (int n = 3; n <= 5; n++) {
                    assertThat(client.nextJson().get("n").asInt()).isEqualTo(n);
                }
            }
        }

        @Test
        void aPositionThatIsNoneIsSaidSo() throws Exception {
            try (SocketClient client = connect(user)) {
                client.send("{\"groups\": {\"jobs\": [\"summary\"]}, \"resume\": \"x\"}")
                        .next();

                JsonNode told = client.nextJson();
                assertThat(told.get("recovered").asBoolean(true)).isFalse();
                assertThat(told.get("reason").asText()).isEqualTo("foreign");
            }
        }
    }
}
