package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** fpesa's REST, fact by fact: what is kept, what is better on purpose. */
class MessagesTest {

    private static final String PATH = "/api/v1/messages/";
    private static final String JSON = "application/json;charset=utf-8";

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
        // The archive makes its tables meanwhile.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(edge.get(PATH + "?offset=3&limit=500&paginationId=55")
                                        .body())
                                .as("an empty table")
                                .isEqualTo(
                                        "{\"paginationId\": 0, \"offset\": 3, \"limit\": 100, \"total\": 0, \"messages\": []}"));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @Nested
    class APost {

        @Test
        void isAnsweredWhenTheLogHasItAsTheBytesThatWerePosted() throws Exception {
            String body = "{\"a\":1,\"a\":2,\"longer\":1,\"zz\":1.10,\"big\":12345678901234567890123}";
            JsonNode answer = json(edge.post(PATH, body));

            TopicPartition partition = new TopicPartition(
                    edge.plan().name(Topic.MESSAGE), answer.get("partition").asInt());
            try (KafkaConsumer<byte[], String> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", edge.kafka()), new ByteArrayDeserializer(), new StringDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seek(partition, answer.get("offset").asLong());
                assertThat(consumer.poll(Duration.ofSeconds(20))
                                .iterator()
                                .next()
                                .value())
                        .isEqualTo(body);
            }
            assertThat(edge.get(PATH + answer.get("id").asText()).body())
                    .as("as fpesa lists it, but with exact numbers")
                    .endsWith(
                            "\"message\": {\"a\": 2, \"zz\": 1.10, \"big\": 12345678901234567890123, \"longer\": 1}}");
        }

        @Test
        void takesAnyObjectWhateverItsTypeIsSaidToBe() throws Exception {
            for (String type :
                    List.of("text/plain", "application/json; charset=latin-1", "application/x-www-form-urlencoded")) {
                HttpResponse<String> answer = edge.send(HttpRequest.newBuilder(edge.uri(PATH))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
                assertThat(answer.statusCode()).as(type).isEqualTo(200);
                assertThat(contentType(answer)).isEqualTo(JSON);
                assertThat(json(answer).isObject()).isTrue();
            }
        }

        @Test
        void givesAnIdThatIsFoundAtOnceAndByNumberToo() throws Exception {
            for (int i = 0; i < 20; i++) {
                JsonNode answer = json(edge.post(PATH, "{\"looked up\": " + i + "}"));
                JsonNode found = json(edge.get(PATH + answer.get("id").asText()));
                assertThat(found.at("/message/looked up").asInt()).isEqualTo(i);
                assertThat(found.get("id")).isEqualTo(answer.get("id"));
                assertThat(Instant.parse(found.get("time").asText())).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
                assertThat(json(edge.get(PATH + found.get("number").asLong()))).isEqualTo(found);
            }
        }
    }

    @Nested
    class AnId {

        @Test
        void ofNothingThatIsStoredIs404AndSaysWhetherToAskAgain() throws Exception {
            String id = json(edge.post(PATH, "{}")).get("id").asText();
            String later = id.substring(0, id.lastIndexOf('.') + 1) + "123456789";

            HttpResponse<String> notYet = edge.get(PATH + later);
            assertError(notYet, 404, "not stored yet");
            assertThat(notYet.headers().firstValue("Retry-After")).contains("1");
            assertError(edge.get(PATH + "999999999"), 404, "no message of that number");
            for (String text : List.of("x", "-1", "1.5", id + "0x", id.toUpperCase(Locale.ROOT) + ".1")) {
                assertError(edge.get(PATH + text), 404, "no id of a message");
            }
            assertError(edge.get(PATH + id + "?x=1"), 400, "No request arguments allowed");
        }
    }

    @Nested
    class AList {

        @Test
        void readsItsQueryAsFpesaDoes() throws Exception {
            for (int i = 0; i < 12; i++) {
                edge.post(PATH, "{\"n\": " + i + "}");
            }
            long newest = newest("{\"last\": 1}");

            JsonNode page = json(edge.get(PATH + "?offset=9&offset=007&limit=5&paginationId=" + newest));
            assertThat(page.get("offset").isInt()).isTrue();
            assertThat(page.get("offset").asInt())
                    .as("the last of repeated ones, and digits")
                    .isEqualTo(7);
            assertThat(page.get("limit").asInt()).isEqualTo(5);
            assertThat(page.get("total").asLong()).isEqualTo(newest);
            assertThat(page.at("/messages/0/n").asInt()).isEqualTo(5);
            assertThat(list("?offset=0&limit=99999999999999999999999")
                            .get("limit")
                            .asInt())
                    .isEqualTo(100);
            assertThat(list("?offset=0&limit=0").get("messages")).isEmpty();
            assertThat(list("?offset=0&limit=0&paginationId=" + newest)
                            .get("total")
                            .asLong())
                    .isEqualTo(newest);
            assertThat(list("?offset=999999999999&limit=10&paginationId=" + newest)
                            .get("messages"))
                    .isEmpty();
            assertThat(list("?offset=0&limit=10&paginationId=0").toString())
                    .isEqualTo("{\"paginationId\":0,\"offset\":0,\"limit\":10,\"total\":0,\"messages\":[]}");
        }

        @Test
        void freezesAtTheNewestWhenItsIdIsBeyond() throws Exception {
            long newest = newest("{\"frozen\": 1}");
            for (String beyond : List.of(String.valueOf(newest + 2), "99999999999999999999999")) {
                assertThat(list("?offset=0&limit=1&paginationId=" + beyond)
                                .get("paginationId")
                                .asLong())
                        .isEqualTo(newest);
            }
            String frozen = "?offset=0&limit=5&paginationId=" + newest;
            String before = edge.get(PATH + frozen).body();
            newest("{\"frozen\": 2}");
            assertThat(edge.get(PATH + frozen).body()).isEqualTo(before);
        }

        @Test
        void isCutByTimesAndFilteredByAPath() throws Exception {
            newest("{\"v\": 0, \"kind\": \"filter\"}");
            JsonNode first = json(edge.get(PATH
                    + json(edge.post(PATH, "{\"v\": 1, \"kind\": \"filter\"}"))
                            .get("id")
                            .asText()));
            // Times are milliseconds: the next one is certain to be another's.
            await().until(() -> System.currentTimeMillis()
                    > Instant.parse(first.get("time").asText()).toEpochMilli() + 1);
            String from = Instant.ofEpochMilli(System.currentTimeMillis()).toString();
            edge.post(PATH, "{\"v\": 2, \"kind\": \"filter\"}");
            newest("{\"v\": 3, \"kind\": \"filter\"}");

            assertThat(values(list("?offset=0&limit=100&from=" + from))).containsExactly(3, 2);
            assertThat(list("?offset=1&limit=100&from=" + from).get("total").asInt())
                    .isEqualTo(2);
            assertThat(values(list("?offset=0&limit=1&to=" + from))).containsExactly(1);
            String filter = "&where=" + encoded("$.kind == \"filter\" && $.v < 3");
            assertThat(values(list("?offset=0&limit=100&from=" + from + filter)))
                    .containsExactly(2);
            JsonNode some = list("?offset=0&limit=2" + filter);
            assertThat(values(some)).containsExactly(2, 1);
            assertThat(some.has("total")).isFalse();
            JsonNode rest = list("?offset=0&limit=2" + filter + "&paginationId=" + some.get("paginationId") + "&next="
                    + some.get("next"));
            assertThat(values(rest)).containsExactly(0);
            assertThat(rest.get("next").isNull()).isTrue();
            JsonNode detailed = list("?offset=0&limit=1&details=true&to=" + from);
            assertThat(detailed.at("/messages/0")).isEqualTo(first);
        }

        @Test
        void refusesWhatItsQueryCannotMean() throws Exception {
            assertError(edge.get(PATH), 400, "'offset' is a required property");
            assertError(edge.get(PATH + "?offset=0"), 400, "'limit' is a required property");
            assertError(edge.get(PATH + "?offset=zzz&limit=1"), 400, "'zzz' does not match '^[0-9]+$'");
            for (String bad : List.of("-1", "", "1.5", "10%0A", "%D9%A1")) {
                assertError(edge.get(PATH + "?offset=" + bad + "&limit=1"), 400, "does not match '^[0-9]+$'");
            }
            assertError(
                    edge.get(PATH + "?offset=0&limit=1&asd=1"),
                    400,
                    "Additional properties are not allowed ('asd' was unexpected)");
            assertError(edge.get(PATH + "?offset=0&limit=1&paginationid=1"), 400, "'paginationid' was unexpected");
            assertError(edge.get(PATH + "?offset=99999999999999999999999&limit=1"), 400, "offset is too large");
            assertError(edge.get(PATH + "?offset=0&limit=1&from=yesterday"), 400, "from");
            assertError(edge.get(PATH + "?offset=0&limit=1&to=%2B999999999-12-31T23:59:59Z"), 400, "beyond all time");
            assertError(edge.get(PATH + "?offset=0&limit=1&where=" + encoded("$.a >")), 400, "where is no JSON path");
            assertError(edge.get(PATH + "?offset=0&limit=1&where=%00"), 400, "where is no JSON path");
            assertError(edge.get(PATH + "?offset=5&limit=1&where=" + encoded("$.a")), 400, "offset must be 0");
            assertError(edge.get(PATH + "?offset=0&limit=1&next=1"), 400, "next goes with where only");
            assertError(edge.get(PATH + "?offset=0&limit=1&details=yes"), 400, "details must be");
        }

        private List<Integer> values(JsonNode page) {
            List<Integer> values = new ArrayList<>();
            page.get("messages").forEach(message -> values.add(message.get("v").asInt()));
            return values;
        }
    }

    @Nested
    class AMistake {

        @Test
        void isInFpesasShapeWithAStatusThatSaysWhoseFaultItIs() throws Exception {
            for (String body : List.of("[]", "\"s\"", "null", "3", "", "nonsense", "{\"a\":1} x")) {
                assertError(edge.post(PATH, body), 400, "the body is not");
            }
            assertError(edge.post(PATH + "?x=1", "{}"), 400, "No request arguments allowed");
            byte[] latin1 = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
            assertError(edge.send(to(PATH).POST(HttpRequest.BodyPublishers.ofByteArray(latin1))), 400, "not UTF-8");
            for (String unfit :
                    List.of("{\"v\": NaN}", "{\"v\": \"\\u0000\"}", "{\"v\": \"\\ud800\"}", "{\"v\": 1e999999}")) {
                assertError(edge.post(PATH, unfit), 422, "");
            }
            assertError(
                    edge.send(to(PATH + "?offset=0&limit=1").method("GET", HttpRequest.BodyPublishers.ofString("{}"))),
                    400,
                    "No request data allowed");
            assertError(
                    edge.send(to(PATH + "?offset=0&limit=1").method("GET", chunked(10))),
                    400,
                    "No request data allowed");
        }

        @Test
        void aBodyAboveOneMebibyteIs413WhetherOrNotItSaysItsLength() throws Exception {
            String large = "{\"a\": \"" + "x".repeat(1 << 20) + "\"}";
            assertError(edge.post(PATH, large), 413, "Request Entity Too Large");
            assertError(edge.send(to(PATH).POST(chunked(5 << 20))), 413, "Request Entity Too Large");
            String most = "{\"a\": \"" + "x".repeat((1 << 20) - 9) + "\"}";
            assertThat(edge.post(PATH, most).statusCode()).isEqualTo(200);
        }

        @Test
        void anotherMethodIs405AndIsToldTheOnesThatThereAre() throws Exception {
            for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "BREW")) {
                HttpResponse<String> answer = edge.send(to(PATH).method(method, HttpRequest.BodyPublishers.noBody()));
                assertError(answer, 405, "Method Not Allowed");
                assertThat(answer.headers().firstValue("Allow")).as(method).contains("GET, POST");
            }
            HttpResponse<String> head = edge.send(to(PATH).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(405);
            assertThat(head.headers().firstValue("Allow")).contains("GET, POST");
            HttpResponse<String> one = edge.send(to(PATH + "1").DELETE());
            assertError(one, 405, "Method Not Allowed");
            assertThat(one.headers().firstValue("Allow")).contains("GET");
        }

        @Test
        void anUnknownPathIs404() throws Exception {
            assertError(edge.get(PATH + "1/2"), 404, "");
            assertError(edge.post(PATH + "1/2", "{}"), 404, "");
            assertThat(json(edge.get("/api/v1/messagesX")).at("/error/name").asText())
                    .as("not one of fpesa's")
                    .isEqualTo("not_found");
        }

        @Test
        void whatTheHttpServerItselfRefusesIsJsonToo() throws Exception {
            for (String path : List.of(PATH + "?offset=%ZZ&limit=1", PATH + "?offset=%&limit=1")) {
                assertRaw(raw("GET " + path + " HTTP/1.1"), 400);
            }
            assertRaw(raw("GET " + PATH + "%2e%2e/x HTTP/1.1"), 404);
            // Of what cannot be read to its end the server does not know for which path it was.
            assertJson(raw("GET " + PATH + "%GG HTTP/1.1"), 400);
            assertJson(raw("GET " + PATH + " HTTP/1.1", "X-Long: " + "x".repeat(100_000)), 431);
        }

        private String raw(String request, String... headers) throws IOException {
            List<String> lines = new ArrayList<>(List.of(request, "Host: x", "Connection: close"));
            lines.addAll(List.of(headers));
            lines.add("");
            return RawHttp.answer(edge.edge().port(), lines.toArray(String[]::new));
        }

        private void assertRaw(String answer, int status) throws IOException {
            assertThat(assertJson(answer, status).at("/error/code").asInt()).isEqualTo(status);
        }

        private JsonNode assertJson(String answer, int status) throws IOException {
            assertThat(answer)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsIgnoringCase("content-type: application/json");
            return Json.mapper().readTree(answer.substring(answer.indexOf("{")));
        }

        private HttpRequest.BodyPublisher chunked(int bytes) {
            return HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Nested
    class ADatabaseThatHangs {

        @Test
        void hasEveryReadAnsweredInTimeAndStopsNoPost() throws Exception {
            try (Connection lock = edge.database().getConnection();
                    ExecutorService readers = Executors.newFixedThreadPool(10)) {
                lock(lock);
                List<Future<HttpResponse<String>>> reads = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String path = i % 2 == 0 ? PATH + "?offset=0&limit=10" : PATH + "?offset=0&limit=1&where=$.a";
                    reads.add(readers.submit(() -> edge.get(path)));
                }
                assertThat(edge.post(PATH, "{\"while\": \"it hangs\"}").statusCode())
                        .isEqualTo(200);
                for (Future<HttpResponse<String>> read : reads) {
                    assertError(read.get(20, TimeUnit.SECONDS), 503, "");
                }
                lock.rollback();
            }
            assertThat(edge.get(PATH + "?offset=0&limit=10").statusCode()).isEqualTo(200);
        }

        @Test
        void andAnEdgeThatStopsMeanwhileAnswersWhatItWasAsked() throws Exception {
            WebEdge stopping = edge.anotherEdge();
            try (Connection lock = edge.database().getConnection()) {
                lock(lock);
                CompletableFuture<HttpResponse<String>> read = edge.httpClient()
                        .sendAsync(
                                HttpRequest.newBuilder(URI.create(
                                                "http://127.0.0.1:" + stopping.port() + PATH + "?offset=0&limit=10"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                awaitOneThatWaitsForTheLock();
                int port = stopping.port();
                CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
                await().atMost(Duration.ofSeconds(20)).until(() -> refusesConnections(port));
                lock.rollback();

                assertThat(read.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                stopped.get(20, TimeUnit.SECONDS);
            }
        }

        private void lock(Connection connection) throws Exception {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE archive.message_extent, archive.message IN ACCESS EXCLUSIVE MODE");
            }
        }

        private void awaitOneThatWaitsForTheLock() {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (Connection connection = edge.database().getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet row =
                                statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation"
                                        + " = 'archive.message_extent'::regclass AND mode = 'AccessShareLock'")) {
                    row.next();
                    return row.getInt(1) > 0;
                }
            });
        }

        private boolean refusesConnections(int port) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return false;
            } catch (IOException e) {
                return true;
            }
        }
    }

    /** Posts a message and waits until it is the newest that is stored; its number. */
    private static long newest(String body) throws Exception {
        String id = json(edge.post(PATH, body)).get("id").asText();
        return json(edge.get(PATH + id)).get("number").asLong();
    }

    private static JsonNode list(String query) throws Exception {
        return json(edge.get(PATH + query));
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(edge.uri(path));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }

    private static String contentType(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("none").replace(" ", "");
    }

    private static void assertError(HttpResponse<String> answer, int status, String words) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(contentType(answer)).isEqualTo(JSON);
        JsonNode error = json(answer).get("error");
        assertThat(error.size()).isEqualTo(2);
        assertThat(error.get("code").asInt()).isEqualTo(status);
        assertThat(error.get("description").asText()).isNotBlank().contains(words);
    }
}
