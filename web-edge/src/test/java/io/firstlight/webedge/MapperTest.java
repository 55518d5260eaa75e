package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.worker.Answer;
import io.firstlight.ingest.worker.Handler;
import io.firstlight.ingest.worker.Worker;
import io.firstlight.ingest.worker.WorkerConfig;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The REST mapper over a real broker: HTTP in, Kafka, workers, HTTP out. */
class MapperTest {

    private static final String ENDPOINTS = """
            {"endpoints": [
              {"method": "GET", "path": "/t/echo/", "mode": "request-response", "topic": "mapper-test.echo",
               "query": {"type": "object", "properties": {"n": {"pattern": "^[0-9]+$"}}, "required": ["n"],
                         "additionalProperties": false}},
              {"method": "POST", "path": "/t/hand", "mode": "request-response", "topic": "mapper-test.hand",
               "body": {"type": "object", "properties": {"n": {"type": "integer"}}}, "timeout_ms": 8000},
              {"method": "POST", "path": "/t/brief", "mode": "request-response", "topic": "mapper-test.brief",
               "body": true, "timeout_ms": 700, "max_in_flight": 2},
              {"method": "POST", "path": "/t/failing", "mode": "request-response", "topic": "mapper-test.failing",
               "body": true},
              {"method": "POST", "path": "/t/notes", "mode": "fire-and-forget", "topic": "mapper-test.notes",
               "body": {"type": "object"}, "query": {"type": "object"}, "max_body_bytes": 1000, "partitions": 1},
              {"method": "PUT", "path": "/t/user", "mode": "fire-and-forget", "topic": "mapper-test.user", "access": "token"},
              {"method": "PUT", "path": "/t/commander", "mode": "fire-and-forget", "topic": "mapper-test.commander",
               "access": "command all-all-all-all"}
            ]}
            """;

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory, Map.of("FIRSTLIGHT_MAPPER", file("mapper.json", ENDPOINTS)));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static String file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static Worker worker(String topic, Handler handler) {
        return Worker.start(WorkerConfig.of(edge.kafka(), topic), handler, new SimpleMeterRegistry());
    }

    private static CompletableFuture<HttpResponse<String>> ask(URI uri, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return edge.httpClient()
                .sendAsync(
                        body.isEmpty()
                                ? request.build()
                                : request.POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static CompletableFuture<HttpResponse<String>> ask(String path, String body) {
        return ask(edge.uri(path), body);
    }

    private static HttpResponse<String> got(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static String error(int code, String description) {
        return "{\"error\": {\"code\": " + code + ", \"description\": \"" + description + "\"}}";
    }

    private static double counted(String endpoint, String outcome) throws Exception {
        return metric(
                "firstlight_edge_mapper_requests_total{endpoint=\"" + endpoint + "\",outcome=\"" + outcome + "\"}");
    }

    private static double metric(String series) throws Exception {
        return edge.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series));
    }

    @Test
    void tenParallelGetsAreAnsweredByThreeWorkersWhateverTheOrderOfTheirAnswers() throws Exception {
        List<CountDownLatch> answered =
                IntStream.range(0, 11).mapToObj(n -> new CountDownLatch(1)).toList();
        answered.get(10).countDown();
        Set<Integer> ready = ConcurrentHashMap.newKeySet();
        Set<Integer> asked = ConcurrentHashMap.newKeySet();
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                int worker = i;
                workers.add(worker("mapper-test.echo", request -> {
                    int n = Integer.parseInt(String.valueOf(request.args().get("n")));
                    if (n > 10) {
                        ready.add(worker);
                        return Answer.json("0");
                    }
                    asked.add(worker);
                    // The last asked is answered first, across all workers.
                    assertThat(answered.get(n + 1).await(9, TimeUnit.SECONDS)).isTrue();
                    answered.get(n).countDown();
                    return Answer.json("{\"n\": " + n + "}");
                }));
            }
            await().atMost(60, TimeUnit.SECONDS).until(() -> {
                got(ask("/t/echo/?n=11", ""));
                return ready.size() == 3;
            });
            double before = counted("GET /t/echo", "answered");

            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 10)
                    .mapToObj(n -> ask("/t/echo/?n=" + n, ""))
                    .toList();

            for (int n = 0; n < 10; n++) {
                assertThat(got(answers.get(n)).body()).isEqualTo("{\"n\": " + n + "}");
                assertThat(got(answers.get(n)).statusCode()).isEqualTo(200);
            }
            assertThat(asked).hasSize(3);
            assertThat(counted("GET /t/echo", "answered")).isEqualTo(before + 10);
        } finally {
            workers.forEach(Worker::close);
        }
    }

    @Test
    void theRecordOfARequestSaysWhatWasAskedAndWhereItsAnswerGoes() throws Exception {
        try (HandWorker worker = new HandWorker(edge.kafka(), "mapper-test.hand")) {
            long before = edge.clock().millis();
            CompletableFuture<HttpResponse<String>> answer = ask("/t/hand", "{\"n\": 1, \"x\": 1.10}");

            HandWorker.Taken taken = worker.take();

            assertThat(new String(taken.record().value(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"data\": {\"n\": 1, \"x\": 1.10}, \"args\": null}");
            assertThat(taken.headers().replyTopic()).isEqualTo(edge.plan().name(Topic.REPLY));
            assertThat(taken.headers().deadlineEpochMs()).isBetween(before + 8000, before + 18_000);
            worker.answer(taken, "[1, {\"as\": \"it is\"}]");
            assertThat(got(answer).statusCode()).isEqualTo(200);
            assertThat(got(answer).body()).isEqualTo("[1, {\"as\": \"it is\"}]");
            assertThat(got(answer).headers().firstValue("Content-Type")).contains("application/json;charset=utf-8");
        }
    }

    @Test
    void anAnswerThatComesLateOrTwiceIsDroppedAndCounted() throws Exception {
        try (HandWorker worker = new HandWorker(edge.kafka(), "mapper-test.brief")) {
            double lateBefore = metric("firstlight_edge_mapper_answers_late_total");
            CompletableFuture<HttpResponse<String>> twice = ask("/t/brief", "1");
            HandWorker.Taken first = worker.take();
            worker.answer(first, "1");
            worker.answer(first, "2");
            assertThat(got(twice).body()).isEqualTo("1");

            CompletableFuture<HttpResponse<String>> late = ask("/t/brief", "2");
            HandWorker.Taken second = worker.take();
            assertThat(got(late).statusCode()).isEqualTo(504);
            assertThat(got(late).body()).isEqualTo(error(504, "No worker answered within 700 ms"));
            worker.answer(second, "late");

            await().untilAsserted(() -> assertThat(metric("firstlight_edge_mapper_answers_late_total"))
                    .isEqualTo(lateBefore + 2));
            CompletableFuture<HttpResponse<String>> next = ask("/t/brief", "3");
            worker.answer(worker.take(), "3");
            assertThat(got(next).body()).isEqualTo("3");
        }
    }

    @Test
    void asManyAsMayBeInFlightAndTheNextIsToldToTryAgain() throws Exception {
        try (HandWorker worker = new HandWorker(edge.kafka(), "mapper-test.brief")) {
            CompletableFuture<HttpResponse<String>> first = ask("/t/brief", "1");
            CompletableFuture<HttpResponse<String>> second = ask("/t/brief", "2");
            HandWorker.Taken one = worker.take();
            HandWorker.Taken two = worker.take();
            assertThat(metric("firstlight_edge_mapper_in_flight{endpoint=\"POST /t/brief\"}"))
                    .isEqualTo(2);

            HttpResponse<String> third = got(ask("/t/brief", "3"));

            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.body()).isEqualTo(error(503, "2 requests are under way, as many as may be; try again"));
            worker.answer(one, "1");
            worker.answer(two, "2");
            assertThat(got(first).statusCode()).isEqualTo(200);
            assertThat(got(second).statusCode()).isEqualTo(200);
            awaitNoneInFlight();
        }
    }

    private static void awaitNoneInFlight() {
        await().untilAsserted(() -> assertThat(metric("firstlight_edge_mapper_in_flight{endpoint=\"POST /t/brief\"}"))
                .isZero());
    }

    @Test
    void aClientThatGoesAwayKeepsItsPlaceNoLongerThanItsDeadline() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), edge.edge().port())) {
                OutputStream out = client.getOutputStream();
                out.write("POST /t/brief HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1"
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                int inFlight = i + 1;
                await().untilAsserted(
                                () -> assertThat(metric("firstlight_edge_mapper_in_flight{endpoint=\"POST /t/brief\"}"))
                                        .isEqualTo(inFlight));
            }
        }
        awaitNoneInFlight();
    }

    @Test
    void twoEdgesAtOnceGetEachItsOwnAnswersEvenThroughOnePartition() throws Exception {
        try (WebEdge one = edge.anotherEdge(Map.of("FIRSTLIGHT_REPLY_PARTITION", "3"));
                WebEdge two = edge.anotherEdge(Map.of("FIRSTLIGHT_REPLY_PARTITION", "3"));
                HandWorker worker = new HandWorker(edge.kafka(), "mapper-test.hand")) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            List<HandWorker.Taken> taken = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                WebEdge to = n % 2 == 0 ? one : two;
                answers.add(ask(URI.create("http://127.0.0.1:" + to.port() + "/t/hand"), "{\"n\": " + n + "}"));
                taken.add(worker.take());
            }
            for (HandWorker.Taken each : taken.reversed()) {
                assertThat(each.headers().replyPartition()).isEqualTo(3);
                worker.answer(each, each.value().data().get("n").toString());
            }
            for (int n = 0; n < 10; n++) {
                assertThat(got(answers.get(n)).body()).isEqualTo(Integer.toString(n));
            }
            for (WebEdge each : List.of(one, two)) {
                String metrics = got(ask(URI.create("http://127.0.0.1:" + each.port() + "/metrics"), ""))
                        .body();
                assertThat(metrics)
                        .contains("firstlight_edge_mapper_answers_late_total 0.0")
                        .contains(
                                "firstlight_edge_mapper_requests_total{endpoint=\"POST /t/hand\",outcome=\"answered\"} 5.0");
            }
        }
    }

    @Test
    void anEdgeThatStopsAnswersWhoWaitsAtOnce() throws Exception {
        WebEdge stopping = edge.anotherEdge();
        try (HandWorker worker = new HandWorker(edge.kafka(), "mapper-test.hand")) {
            CompletableFuture<HttpResponse<String>> answer =
                    ask(URI.create("http://127.0.0.1:" + stopping.port() + "/t/hand"), "{}");
            worker.take();

            long begun = System.nanoTime();
            stopping.close();

            assertThat(got(answer).statusCode()).isEqualTo(503);
            assertThat(got(answer).body()).isEqualTo(error(503, "This edge is stopping"));
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void whatAWorkerRefusesOrFailsAtIsAnErrorInJson() throws Exception {
        Worker failing =
                worker("mapper-test.failing", request -> switch (request.data().asText()) {
                    case "refuse" -> Answer.refuse(409, "not \"now\"");
                    case "no json" -> Answer.json("{");
                    case "throw" -> throw new IllegalStateException("a secret of the worker");
                    default -> Answer.json(request.data());
                });
        try {
            HttpResponse<String> refused = got(ask("/t/failing", "\"refuse\""));
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).isEqualTo(error(409, "not \\\"now\\\""));
            HttpResponse<String> failed = got(ask("/t/failing", "\"throw\""));
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).isEqualTo(error(500, "worker failed"));
            HttpResponse<String> broken = got(ask("/t/failing", "\"no json\""));
            assertThat(broken.statusCode()).isEqualTo(502);
            assertThat(broken.body()).isEqualTo(error(502, "The worker's answer is no JSON"));
            assertThat(got(ask("/t/failing", "\"fine\"")).body()).isEqualTo("\"fine\"");
        } finally {
            failing.close();
        }
        assertThat(counted("POST /t/failing", "worker_error")).isEqualTo(2);
        assertThat(counted("POST /t/failing", "bad_answer")).isEqualTo(1);
    }

    @Test
    void fireAndForgetIsAnsweredWithThePlaceInTheLog() throws Exception {
        HttpResponse<String> first = got(ask("/t/notes?a=1&a=2", "{\"a\": 2}"));
        HttpResponse<String> second = got(ask("/t/notes", "{}"));

        assertThat(first.statusCode()).isEqualTo(200);
        JsonNode one = Json.mapper().readTree(first.body());
        JsonNode two = Json.mapper().readTree(second.body());
        assertThat(one.get("partition").intValue()).isZero();
        assertThat(two.get("offset").longValue()).isEqualTo(one.get("offset").longValue() + 1);
        assertThat(one.get("position").textValue()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/t/notes|{\"a\"|400|Can not parse request body as JSON: it must be one strict JSON value in UTF-8",
                "/t/notes|{\"a\": NaN}|400|Can not parse request body as JSON: it must be one strict JSON value in UTF-8",
                "/t/notes|{\"a\": 1, \"a\": 2}|400|Can not parse request body as JSON: it must be one strict JSON value in UTF-8",
                "/t/notes|[]|422|The body breaks the rule /type of its schema",
                "/t/hand|{\"n\": \"secret\"}|422|The body breaks the rule /properties/n/type of its schema",
                "/t/hand?x=1|{\"n\": \"secret\"}|422|The body breaks the rule /properties/n/type of its schema",
                "/t/hand?x=1|{}|400|No request arguments allowed",
                "/t/echo|''|422|The query breaks the rule /required of its schema: 'n' is required",
                "/t/echo?n=1x|''|422|The query breaks the rule /properties/n/pattern of its schema",
                "/t/echo?n=10%0A|''|422|The query breaks the rule /properties/n/pattern of its schema",
                "/t/echo?n=1&secret=1|''|422|The query breaks the rule /additionalProperties of its schema"
            })
    void aRequestThatIsNotAsDeclaredIsRefusedByTheFirstRuleItBreaks(
            String path, String body, int status, String description) throws Exception {
        HttpResponse<String> refused = got(ask(path, body));

        assertThat(refused.body()).isEqualTo(error(status, description));
        assertThat(refused.statusCode()).isEqualTo(status);
    }

    @Test
    void aBodyWhereNoneIsDeclaredIsRefusedAndOneThatLacksToo() throws Exception {
        HttpResponse<String> withBody = edge.send(HttpRequest.newBuilder(edge.uri("/t/echo?n=1"))
                .method("GET", HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(withBody.statusCode()).isEqualTo(400);
        assertThat(withBody.body()).isEqualTo(error(400, "No request data allowed"));
        HttpResponse<String> without = edge.send(
                HttpRequest.newBuilder(edge.uri("/t/notes")).method("POST", HttpRequest.BodyPublishers.noBody()));
        assertThat(without.statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhetherItsLengthIsToldOrNot() throws Exception {
        byte[] large = ("{\"a\": \"" + "x".repeat(1000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        InputStream untold = new ByteArrayInputStream(large);
        for (HttpRequest.BodyPublisher body : List.of(
                HttpRequest.BodyPublishers.ofByteArray(large),
                HttpRequest.BodyPublishers.ofInputStream(() -> untold))) {
            HttpResponse<String> refused =
                    edge.send(HttpRequest.newBuilder(edge.uri("/t/notes")).POST(body));
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body()).isEqualTo(error(413, "Request Entity Too Large"));
        }
    }

    @Test
    void anotherMethodAndABrokenQueryAreErrorsOfTheSameShape() throws Exception {
        HttpResponse<String> method =
                edge.send(HttpRequest.newBuilder(edge.uri("/t/notes")).DELETE());
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body()).startsWith("{\"error\": {\"code\": 405, \"description\": ");
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), edge.edge().port())) {
            client.getOutputStream()
                    .write("GET /t/echo?n=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void anEndpointAsksForTheRightThatItDeclares() throws Exception {
        assertThat(put("/t/user", "")).isEqualTo(401);
        assertThat(put("/t/user", edge.token("user", "user"))).isEqualTo(200);
        assertThat(put("/t/commander", edge.token("user", "user"))).isEqualTo(403);
        assertThat(put("/t/commander", edge.token("cmd_user", "cmd_user"))).isEqualTo(200);
        HttpResponse<String> refused =
                edge.send(HttpRequest.newBuilder(edge.uri("/t/user")).PUT(HttpRequest.BodyPublishers.noBody()));
        assertThat(refused.body()).isEqualTo(error(401, "Authentication credentials were not provided."));
    }

    private static int put(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.uri(path)).PUT(HttpRequest.BodyPublishers.noBody());
        return edge.send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/messages/,DELETE",
        "/manager/api/anything,GET",
        "/api/v1/stream,POST",
        "/health/ready,PUT",
        "/index.html,GET",
        "/ws/v1,GET"
    })
    void aPathOfTheEdgesOwnStopsTheStart(String path, String method) throws Exception {
        String endpoints = file(
                "taken.json",
                "{\"endpoints\": [{\"method\": \"" + method + "\", \"path\": \"" + path
                        + "\", \"mode\": \"fire-and-forget\", \"topic\": \"mapper-test.never\"}]}");

        assertThatThrownBy(() -> edge.anotherEdge(Map.of("FIRSTLIGHT_MAPPER", endpoints)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path is one that the edge itself answers")
                .hasMessageContaining(method + ' ' + path.replaceAll("/$", ""));
    }

    @Test
    void aPartitionOfRepliesThatDoesNotExistStopsTheStart() {
        assertThatThrownBy(() -> edge.anotherEdge(Map.of("FIRSTLIGHT_REPLY_PARTITION", "8")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FIRSTLIGHT_REPLY_PARTITION=8");
    }
}
