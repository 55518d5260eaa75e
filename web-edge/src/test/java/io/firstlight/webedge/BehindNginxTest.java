package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.testkit.proxy.EdgeProxy;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two real edges of one log behind the installed nginx with the deployed configuration: one origin, whichever edge answers. */
@Timeout(120)
class BehindNginxTest {

    private static final String NUMBERS =
            "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"Ends\",\"salindex\":1,"
                    + "\"stream\":\"count\",\"positions\":true";
    private static final int LIMIT_BYTES = 1 << 20;

    private static HttpClient http;
    private static RunningEdge first;
    private static WebEdge second;
    private static EdgeProxy nginx;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path edges, @TempDir Path proxy) throws Exception {
        Assumptions.assumeTrue(EdgeProxy.isInstalled(), EdgeProxy.ABSENT);
        int port = LoopbackPort.free();
        // An edge that comes back is found where it was.
        first = new RunningEdge(edges, Map.of("FIRSTLIGHT_PORT", Integer.toString(port)));
        second = first.anotherEdge(Map.of("FIRSTLIGHT_PORT", "0"));
        nginx = EdgeProxy.start(proxy, List.of(port, second.port()));
        http = HttpClient.newHttpClient();
        token = login();
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
            first.close();
        }
    }

    private static String login() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(nginx.uri("/manager/api/get-token/"))
                .POST(BodyPublishers.ofString("{\"username\":\"admin\",\"password\":\"test\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body()).get("token").asText();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(nginx.uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
        return send(HttpRequest.newBuilder(nginx.uri(path))
                .header("Authorization", "Token " + token)
                .POST(body));
    }

    private static SocketClient socket(String path) {
        return SocketClient.connect(http, nginx.socket(path));
    }

    private static SocketClient love() {
        return socket("/manager/ws/subscription/?token=" + token);
    }

    private static EventStreamClient stream(String query, String... headers) throws Exception {
        return EventStreamClient.open(http, nginx.uri("/api/v1/stream?" + query + "&token=" + token), headers);
    }

    private static void publish(SocketClient producer, String csc, int number) {
        producer.send("{\"category\":\"event\",\"data\":[{\"csc\":\"" + csc + "\",\"salindex\":1,\"data\":{\"count\":["
                + number + "]}}]}");
    }

    @Test
    void thePageItsModulesAndRequestsComeFromOneOrigin() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).get().asString().startsWith("text/html");
        assertThat(page.headers().firstValue("Server")).contains("nginx");
        assertThat(get("/console.css").statusCode()).isEqualTo(200);

        HttpResponse<String> state = get("/api/v1/state?address=event-all-all-all", "Authorization", "Token " + token);
        assertThat(state.statusCode()).as(state.body()).isEqualTo(200);
        assertThat(get("/manager/api/validate-token/", "Authorization", "Token " + token)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        HttpResponse<String> unknown = get("/nothing/here");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).startsWith("{\"error\": {\"code\": 1009,");
    }

    @Test
    void aTokenOfOneEdgeHoldsOnTheOtherSoNobodyHasToStay() throws Exception {
        for (int port : List.of(first.edge().port(), second.port())) {
            HttpResponse<String> direct =
                    send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/manager/api/validate-token/"))
                            .header("Authorization", "Token " + token));
            assertThat(direct.statusCode()).isEqualTo(200);
        }
        // One that was away a moment ago is asked again after five seconds.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(get("/manager/api/validate-token/", "Authorization", "Token " + token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(nginx.output())
                    .containsPattern(
                            "validate-token/\" 200 .* 127.0.0.1:" + first.edge().port() + " 200")
                    .containsPattern("validate-token/\" 200 .* 127.0.0.1:" + second.port() + " 200");
        });
    }

    @Test
    void aPostedMessageIsPagedAndComesToTheLiveFeedsOfBothEdges() throws Exception {
        try (SocketClient one = socket("/ws/v1/");
                SocketClient two = socket("/ws/v1/")) {
            int mark = 0;
            boolean both = false;
            // Subscribing to the feed is not confirmed: post until both have seen something.
            while (!both) {
                assertThat(post("/api/v1/messages/", BodyPublishers.ofString("{\"mark\": " + mark++ + "}"))
                                .statusCode())
                        .isEqualTo(200);
                both = one.hasFrame() && two.hasFrame();
            }
            assertThat(post("/api/v1/messages/", BodyPublishers.ofString("{\"from\": \"afar\"}"))
                            .body())
                    .contains("\"position\"");
            assertThat(skipMarks(one)).isEqualTo("{\"from\": \"afar\"}");
            assertThat(skipMarks(two)).isEqualTo("{\"from\": \"afar\"}");
        }
        await().untilAsserted(() ->
                assertThat(get("/api/v1/messages/?offset=0&limit=1").body()).contains("\"from\": \"afar\""));
    }

    private static String skipMarks(SocketClient client) throws Exception {
        String frame = client.next();
        while (frame.startsWith("{\"mark\"")) {
            frame = client.next();
        }
        return frame;
    }

    @Test
    void anEventOfAStreamIsNotHeldBackUntilOthersFillABuffer() throws Exception {
        try (SocketClient producer = socket("/manager/ws/subscription/?password=" + RunningEdge.PROCESS_PASSWORD);
                EventStreamClient stream = stream("address=event-Alone-all-all&snapshot=false")) {
            stream.next("subscribed");
            long sent = System.nanoTime();
            publish(producer, "Alone", 1);
            assertThat(stream.next("message").data()).contains("\"count\": [1]");
            // Sooner than the next thing that the edge would say of itself, which could push it through.
            assertThat(System.nanoTime() - sent).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void aStreamGoesOnAfterItsLastEventIdOnWhicheverEdge() throws Exception {
        String query = "address=event-Wander-all-all&snapshot=false";
        try (SocketClient producer = first.producer();
                EventStreamClient one = stream(query);
                EventStreamClient two = stream(query)) {
            one.next("subscribed");
            two.next("subscribed");
            publish(producer, "Wander", 1);
            String last = one.next("message").id();
            assertThat(two.next("message").id()).isEqualTo(last);
            publish(producer, "Wander", 2);
            two.next("message");
            for (int port : List.of(first.edge().port(), second.port())) {
                URI direct = URI.create("http://127.0.0.1:" + port + "/api/v1/stream?" + query + "&token=" + token);
                try (EventStreamClient resumed = EventStreamClient.open(http, direct, "Last-Event-ID", last)) {
                    assertThat(resumed.next("subscribed").data()).isEqualTo("{\"recovered\": true}");
                    assertThat(resumed.next("message").data()).contains("\"count\": [2]");
                }
            }
            try (EventStreamClient resumed = stream(query, "Last-Event-ID", last)) {
                assertThat(resumed.next("subscribed").data()).isEqualTo("{\"recovered\": true}");
                assertThat(resumed.next("message").data()).contains("\"count\": [2]");
            }
        }
    }

    @Test
    void whoWasOnAnEdgeThatEndsGoesOnAtTheOtherWithoutLossOrRepeat() throws Exception {
        String query = "address=event-Ends-all-all&snapshot=false";
        List<SocketClient> sockets = new ArrayList<>();
        List<EventStreamClient> streams = new ArrayList<>();
        try (SocketClient producer = SocketClient.connect(
                http,
                URI.create("ws://127.0.0.1:" + second.port() + "/manager/ws/subscription/?password="
                        + RunningEdge.PROCESS_PASSWORD))) {
            for (int i = 0; i < 3; i++) {
                sockets.add(love().send(NUMBERS + "}"));
                assertThat(sockets.getLast().nextJson().has("data")).isTrue();
                streams.add(stream(query));
                streams.getLast().next("subscribed");
            }
            publishRange(producer, 0, 10);
            List<Reached> bySocket = new ArrayList<>();
            for (SocketClient client : sockets) {
                bySocket.add(numbers(client, 10));
            }
            List<Reached> byStream = new ArrayList<>();
            for (EventStreamClient client : streams) {
                byStream.add(events(client, 10));
            }

            first.edge().close();
            publishRange(producer, 10, 20);

            int resumed = 0;
            for (int i = 0; i < 3; i++) {
                SocketClient client = sockets.get(i);
                Reached before = bySocket.get(i);
                if (client.endsBeforeAFrame()) {
                    resumed++;
                    client = love().send(NUMBERS + ",\"resume\":\"" + before.position() + "\"}");
                    sockets.add(client);
                    assertThat(client.nextJson().get("recovered").asBoolean()).isTrue();
                }
                assertThat(together(before, numbers(client, 10))).isEqualTo(upTo(20));
            }
            assertThat(resumed).as("sockets that were on the edge that ended").isBetween(1, 2);

            resumed = 0;
            for (int i = 0; i < 3; i++) {
                Reached before = byStream.get(i);
                Reached after;
                try {
                    after = events(streams.get(i), 10);
                } catch (NoSuchElementException | java.io.UncheckedIOException e) {
                    resumed++;
                    EventStreamClient again = stream(query, "Last-Event-ID", before.position());
                    streams.add(again);
                    assertThat(again.next("subscribed").data()).isEqualTo("{\"recovered\": true}");
                    after = events(again, 10);
                }
                assertThat(together(before, after)).isEqualTo(upTo(20));
            }
            assertThat(resumed).as("streams that were on the edge that ended").isBetween(1, 2);

            // A POST that reached no edge may go to the other.
            for (int i = 0; i < 6; i++) {
                assertThat(post("/api/v1/messages/", BodyPublishers.ofString("{\"i\": " + i + "}"))
                                .statusCode())
                        .isEqualTo(200);
            }
        } finally {
            sockets.forEach(SocketClient::close);
            streams.forEach(EventStreamClient::close);
            first.restartEdge();
        }
    }

    /** The numbers that came, and the position after the last. */
    private record Reached(List<Integer> numbers, String position) {}

    private static void publishRange(SocketClient producer, int from, int to) {
        IntStream.range(from, to).forEach(i -> publish(producer, "Ends", i));
    }

    private static Reached numbers(SocketClient client, int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        String position = "";
        while (numbers.size() < count) {
            JsonNode frame = client.nextJson();
            if (frame.has("category")) {
                numbers.add(frame.at("/data/0/data/count/0").asInt());
                position = frame.get("position").asText();
            }
        }
        return new Reached(numbers, position);
    }

    private static Reached events(EventStreamClient client, int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        String position = "";
        while (numbers.size() < count) {
            EventStreamClient.Event event = client.next("message");
            numbers.add(Json.mapper().readTree(event.data()).at("/data/count/0").asInt());
            position = event.id();
        }
        return new Reached(numbers, position);
    }

    private static List<Integer> together(Reached before, Reached after) {
        List<Integer> all = new ArrayList<>(before.numbers());
        all.addAll(after.numbers());
        return all;
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void aBodyOverTheLimitIsRefusedInTheShapeOfItsPathBeforeAnEdgeHasIt() throws Exception {
        String largest = "{\"a\": \"" + "x".repeat(LIMIT_BYTES - 9) + "\"}";
        assertThat(largest).hasSize(LIMIT_BYTES);
        assertThat(post("/api/v1/messages/", BodyPublishers.ofString(largest)).statusCode())
                .isNotEqualTo(413);

        HttpResponse<String> message = post("/api/v1/messages/", BodyPublishers.ofString(largest + " "));
        assertThat(message.statusCode()).isEqualTo(413);
        assertThat(message.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(message.body())
                .isEqualTo("{\"error\": {\"code\": 413, \"description\": \"Request Entity Too Large\"}}");
        // Without a length said before.
        HttpResponse<String> chunked = post(
                "/api/v1/messages/",
                BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream((largest + " ").getBytes(StandardCharsets.UTF_8))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).isEqualTo(message.body());

        byte[] tooLarge = new byte[WebEdgeConfig.DEFAULT_FRAME_BYTES + 1];
        HttpResponse<String> love = post("/manager/api/cmd/", BodyPublishers.ofByteArray(tooLarge));
        assertThat(love.statusCode()).isEqualTo(413);
        assertThat(love.body()).isEqualTo("{\"detail\": \"" + ErrorCode.TOO_LARGE.meaning() + "\"}");
        HttpResponse<String> ours = post("/api/v1/commands", BodyPublishers.ofByteArray(tooLarge));
        assertThat(ours.statusCode()).isEqualTo(413);
        assertThat(ours.body()).isEqualTo(catalogued(ErrorCode.TOO_LARGE));
        assertThat(nginx.output()).containsPattern("\"POST /api/v1/messages/\" 413 .* - -");
    }

    private static String catalogued(ErrorCode code) {
        return new String(ErrorBody.of(code, code.meaning()), StandardCharsets.UTF_8);
    }

    @Test
    void withoutAnEdgeItSaysSoInTheShapeOfThePath(@TempDir Path directory) throws Exception {
        try (EdgeProxy alone = EdgeProxy.start(directory, List.of(LoopbackPort.free(), LoopbackPort.free()))) {
            HttpResponse<String> ours = send(HttpRequest.newBuilder(alone.uri("/api/v1/state?token=hidden-ours")));
            assertThat(ours.statusCode()).isEqualTo(502);
            assertThat(ours.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(ours.body()).isEqualTo(catalogued(ErrorCode.NO_EDGE));
            HttpResponse<String> stream = send(HttpRequest.newBuilder(alone.uri("/api/v1/stream?token=hidden-stream")));
            assertThat(stream.body()).isEqualTo(ours.body());
            HttpResponse<String> love = send(
                    HttpRequest.newBuilder(alone.uri("/manager/api/get-token/")).POST(BodyPublishers.ofString("{}")));
            assertThat(love.statusCode()).isEqualTo(502);
            assertThat(love.body()).isEqualTo("{\"detail\": \"" + ErrorCode.NO_EDGE.meaning() + "\"}");
            HttpResponse<String> message =
                    send(HttpRequest.newBuilder(alone.uri("/api/v1/messages/")).POST(BodyPublishers.ofString("{}")));
            assertThat(message.statusCode()).isEqualTo(502);
            assertThat(message.body())
                    .isEqualTo(
                            "{\"error\": {\"code\": 502, \"description\": \"" + ErrorCode.NO_EDGE.meaning() + "\"}}");
            HttpResponse<String> handshake =
                    send(HttpRequest.newBuilder(alone.uri("/manager/ws/subscription/?password=hidden-socket")));
            assertThat(handshake.statusCode()).isEqualTo(502);
            // A line is written after its answer.
            await().untilAsserted(() -> assertThat(alone.output()).contains("\"GET /manager/ws/subscription/\" 502"));
            assertThat(alone.output()).doesNotContain("hidden");
        }
    }

    @Test
    void noTokenOrPasswordOfAQueryIsInItsLog() throws Exception {
        try (SocketClient client = love();
                EventStreamClient stream = stream("address=event-Log-all-all")) {
            client.subscribe("event", "Log", "1", "all").next();
            stream.next("subscribed");
        }
        assertThat(get("/api/v1/stream?address=nonsense&token=" + token).statusCode())
                .isEqualTo(400);
        await().untilAsserted(() -> assertThat(nginx.output())
                .contains("\"GET /manager/ws/subscription/\" 101")
                .contains("\"GET /api/v1/stream\" 200")
                .contains("\"GET /api/v1/stream\" 400"));
        assertThat(nginx.output())
                .doesNotContain(token)
                .doesNotContain("token=")
                .doesNotContain("password=");
    }

    @Test
    void metricsAreNotForThePublicHoweverThePathIsWritten() throws Exception {
        for (String path :
                List.of("/metrics", "/metrics/", "//metrics", "/%6detrics", "/metrics;a=b", "/love/metrics")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).isEqualTo(catalogued(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void itsRefusalsHaveTheWordsOfTheCatalogue() throws Exception {
        String configuration = Files.readString(Path.of("../deploy/nginx.conf"));
        for (ErrorCode code : List.of(
                ErrorCode.TOO_LARGE,
                ErrorCode.NOT_FOUND,
                ErrorCode.METHOD_NOT_ALLOWED,
                ErrorCode.NO_EDGE,
                ErrorCode.EDGE_TIMED_OUT)) {
            assertThat(configuration).contains(catalogued(code));
        }
    }
}
