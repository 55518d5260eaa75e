package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole way through, over real sockets, a real broker and a real database. */
class WebEdgeTest {

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @Nested
    class LoveSocket {

        @Test
        void confirmsThenDeliversWhatAProducerSends() throws Exception {
            try (SocketClient client = edge.client("user", "user");
                    SocketClient producer = edge.producer()) {
                client.subscribe("telemetry", "Mount", "1", "position");
                assertThat(client.next())
                        .isEqualTo("{\"data\": \"Successfully subscribed to telemetry-Mount-1-position\"}");

                producer.send(
                        "{\"category\":\"telemetry\",\"producer_snd\":1.5,\"data\":[{\"csc\":\"Mount\",\"salindex\":1,"
                                + "\"data\":{\"position\":{\"az\":{\"value\":1.5,\"dataType\":\"Float\",\"units\":\"deg\"}}}}]}");

                assertThat(client.next())
                        .isEqualTo(
                                "{\"category\": \"telemetry\", \"data\": [{\"csc\": \"Mount\", \"salindex\": 1, \"data\": "
                                        + "{\"position\": {\"az\":{\"value\":1.5,\"dataType\":\"Float\",\"units\":\"deg\"}}}}], "
                                        + "\"subscription\": \"telemetry-Mount-1-position\"}");
            }
        }

        @Test
        void givesALateJoinerTheLatestEventAtOnceAlsoOfAnEdgeThatCameLater() throws Exception {
            try (SocketClient producer = edge.producer()) {
                producer.send("{\"category\":\"event\",\"data\":[{\"csc\":\"ATDome\",\"salindex\":0,"
                        + "\"data\":{\"summaryState\":[{\"summaryState\":{\"value\":2}}]}}]}");
            }
            String frame = "{\"category\": \"event\", \"data\": [{\"csc\": \"ATDome\", \"salindex\": 0, \"data\": "
                    + "{\"summaryState\": [{\"summaryState\":{\"value\":2}}]}}], "
                    + "\"subscription\": \"event-ATDome-0-summaryState\"}";
            try (SocketClient late = edge.client("user", "user")) {
                late.subscribe("event", "ATDome", "0", "summaryState");
                late.next();
                assertThat(late.next()).isEqualTo(frame);
            }

            edge.restartEdge();

            try (SocketClient later = edge.client("user", "user")) {
                later.subscribe("event", "ATDome", "0", "summaryState");
                later.next();
                assertThat(later.next()).isEqualTo(frame);
            }
        }

        @Test
        void sendsTheGroupsOfAComponentAndOfACategory() throws Exception {
            try (SocketClient component = edge.client("user", "user");
                    SocketClient category = edge.client("user", "user");
                    SocketClient producer = edge.producer()) {
                component.subscribe("log", "none", "1", "all");
                assertThat(component.nextJson().at("/error/name").asText()).isEqualTo("unknown_category");
                component.subscribe("ack", "Pair", "3", "all").next();
                category.subscribe("ack", "all", "all", "all").next();

                producer.send("{\"category\":\"ack\",\"data\":[{\"csc\":\"Pair\",\"salindex\":\"3\","
                        + "\"data\":{\"a\":1,\"b\":{\"x\":2}}}]}");

                assertThat(component.next())
                        .isEqualTo(
                                "{\"category\": \"ack\", \"data\": [{\"csc\": \"Pair\", \"salindex\": \"3\", \"data\": "
                                        + "{\"Pair\": {\"a\":1,\"b\":{\"x\":2}}}}], \"subscription\": \"ack-Pair-3-all\"}");
                assertThat(category.next())
                        .isEqualTo(
                                "{\"category\": \"ack\", \"data\": [{\"csc\": \"Pair\", \"salindex\": \"3\", \"data\": "
                                        + "{\"a\":1,\"b\":{\"x\":2}}}], \"subscription\": \"ack-all-all-all\"}");
            }
        }

        @Test
        void sendsBareNotANumberBackBareAndEscapesTheLettersInStrings() throws Exception {
            try (SocketClient client = edge.client("user", "user");
                    SocketClient producer = edge.producer()) {
                client.subscribe("telemetry", "Odd", "0", "s").next();
                producer.send("{\"category\":\"telemetry\",\"data\":[{\"csc\":\"Odd\",\"salindex\":0,"
                        + "\"data\":{\"s\":{\"b\":NaN,\"c\":-Infinity,\"d\":\"is NaN\"}}}]}");

                assertThat(client.next()).contains("{\"b\":NaN,\"c\":-Infinity,\"d\":\"is Na\\u004e\"}");
            }
        }

        @Test
        void deliversNothingAfterAnUnsubscribeIsConfirmed() throws Exception {
            try (SocketClient client = edge.client("user", "user");
                    SocketClient producer = edge.producer()) {
                client.subscribe("telemetry", "Off", "0", "s").next();
                client.subscribe("telemetry", "Off", "0", "t").next();
                client.send(
                        "{\"option\":\"unsubscribe\",\"category\":\"telemetry\",\"csc\":\"Off\",\"salindex\":0,\"stream\":\"s\"}");
                assertThat(client.next()).isEqualTo("{\"data\": \"Successfully unsubscribed to telemetry-Off-0-s\"}");
                producer.send("{\"category\":\"telemetry\",\"data\":[{\"csc\":\"Off\",\"salindex\":0,"
                        + "\"data\":{\"s\":1,\"t\":2}}]}");

                assertThat(client.nextJson().get("subscription").asText()).isEqualTo("telemetry-Off-0-t");
            }
        }

        @Test
        void answersBadInputWithAnErrorFrameAndGoesOn() throws Exception {
            try (SocketClient client = edge.client("user", "user")) {
                Map<String, String> cases = Map.of(
                        "not json", "malformed_json",
                        "[]", "malformed_json",
                        "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A\"}", "missing_field",
                        "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A b\",\"salindex\":1,\"stream\":\"s\"}",
                                "illegal_name",
                        "{\"option\":\"subscribe\",\"category\":\"nope\",\"csc\":\"A\",\"salindex\":1,\"stream\":\"s\"}",
                                "unknown_category",
                        "{}", "missing_field");
                for (Map.Entry<String, String> bad : cases.entrySet()) {
                    client.send(bad.getKey());
                    assertThat(client.nextJson().at("/error/name").asText())
                            .as(bad.getKey())
                            .isEqualTo(bad.getValue());
                }
                client.sendBinary(new byte[] {1, 2});
                assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("not_text");
                client.subscribe("event", "A", "1", "s");
                assertThat(client.next()).contains("Successfully subscribed");
            }
        }

        @Test
        void letsAUserWithoutTheRightToWritePublishNothing() throws Exception {
            try (SocketClient user = edge.client("user", "user")) {
                user.send(
                        "{\"category\":\"event\",\"data\":[{\"csc\":\"ATDome\",\"salindex\":0,\"data\":{\"forged\":[]}}]}");

                assertThat(user.nextJson().at("/error/name").asText()).isEqualTo("not_allowed");
            }
        }

        @Test
        void letsAnAdministratorPublish() throws Exception {
            try (SocketClient admin = edge.client("admin", "test")) {
                admin.subscribe("event", "Manual", "0", "note").next();
                admin.send(
                        "{\"category\":\"event\",\"data\":[{\"csc\":\"Manual\",\"salindex\":0,\"data\":{\"note\":[]}}]}");

                assertThat(admin.nextJson().get("subscription").asText()).isEqualTo("event-Manual-0-note");
            }
        }

        @Test
        void takesEveryPathFormAndRefusesWhoeverHasNoTokenWithStatus403() throws Exception {
            String token = edge.token("user", "user");
            for (String path : List.of(
                    "/manager/ws/subscription",
                    "/manager/ws/subscription/",
                    "/manager/producers/ws/subscription",
                    "/managerX/ws/subscription/")) {
                edge.socket(path + "?token=" + token).close();
            }
            for (String query : List.of("", "?token=bad", "?password=bad", "?token=")) {
                assertThat(edge.refusal("/manager/ws/subscription" + query))
                        .as(query)
                        .isEqualTo(403);
            }
        }

        @Test
        void closesTheSocketsOfATokenWithCode1000WhenItLogsOut() throws Exception {
            String token = edge.token("user", "user");
            try (SocketClient client = edge.socket("/manager/ws/subscription?token=" + token)) {
                HttpResponse<String> answer = edge.send(HttpRequest.newBuilder(edge.uri("/manager/api/logout/"))
                        .DELETE()
                        .header("Authorization", "Token " + token));

                assertThat(answer.statusCode()).isEqualTo(204);
                assertThat(client.closeCode()).isEqualTo(1000);
            }
            assertThat(edge.get("/manager/api/validate-token/", "Authorization", "Token " + token)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Nested
    class Login {

        @Test
        void answersAsLoveDoes() throws Exception {
            HttpResponse<String> answer =
                    edge.post("/manager/api/get-token/", "{\"username\":\"cmd_user\",\"password\":\"cmd_user\"}");
            JsonNode body = Json.mapper().readTree(answer.body());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(body.at("/user/username").asText()).isEqualTo("cmd_user");
            assertThat(body.at("/user/email").asText()).isEqualTo("cmd_user@fake.com");
            assertThat(body.at("/permissions/execute_commands").asBoolean()).isTrue();
            assertThat(body.at("/time_data/tai_to_utc").asDouble()).isEqualTo(-37.0);
            assertThat(body.at("/config/filename").asText()).isEqualTo("default.json");

            String token = body.get("token").asText();
            JsonNode validated = Json.mapper()
                    .readTree(edge.get("/manager/api/validate-token/no_config/", "Authorization", "Token " + token)
                            .body());
            assertThat(validated.get("config").isNull()).isTrue();
            assertThat(validated.get("token").asText()).isEqualTo(token);
        }

        @Test
        void takesAFormAndJsonThatIsSentAsAForm() throws Exception {
            for (String body :
                    List.of("username=user&password=user", "{\"username\":\"user\",\"password\":\"user\"}")) {
                HttpResponse<String> answer = edge.send(HttpRequest.newBuilder(edge.uri("/manager/api/get-token/"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));

                assertThat(answer.statusCode()).as(body).isEqualTo(200);
            }
        }

        @Test
        void refusesInLovesWords() throws Exception {
            HttpResponse<String> wrong =
                    edge.post("/manager/api/get-token/", "{\"username\":\"user\",\"password\":\"wrong\"}");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body())
                    .isEqualTo("{\"non_field_errors\": [\"Unable to log in with provided credentials.\"]}");

            assertThat(edge.post("/manager/api/get-token/", "{\"username\":\"user\"}")
                            .body())
                    .isEqualTo("{\"password\": [\"This field is required.\"]}");
            HttpResponse<String> nobody = edge.get("/manager/api/validate-token/");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Token");
            assertThat(nobody.body()).isEqualTo("{\"detail\": \"Authentication credentials were not provided.\"}");
            assertThat(edge.get("/manager/api/validate-token/", "Authorization", "Token x")
                            .body())
                    .isEqualTo("{\"detail\": \"Invalid Token\"}");
        }
    }

    @Nested
    class HomePage {

        @Test
        void isServedWithWhatItAsksForWhenItStarts() throws Exception {
            String token = "Token " + edge.token("cmd_user", "cmd_user");
            HttpResponse<String> views =
                    edge.get("/manager/ui_framework/views/summary/", "Authorization", token, "Origin", "http://love");

            assertThat(views.statusCode()).isEqualTo(200);
            assertThat(Json.mapper().readTree(views.body()).get(0).get("screen").asText())
                    .isEqualTo("desktop");
            assertThat(views.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("http://love");
            assertThat(edge.get("/manager/api/controllocation/?selected", "Authorization", token)
                            .body())
                    .isEqualTo("[]");
            assertThat(edge.get("/manager/ui_framework/views/summary/").statusCode())
                    .isEqualTo(401);
        }
    }

    @Nested
    class Messages {

        @Test
        void arePostedByManyAtOnceSeenLiveByAllAndPagedNewestFirstWithoutRepeats() throws Exception {
            // Invariant: every message is seen exactly once by each live client and exactly once in the pages, newest
            // first.
            int clients = 4;
            int each = 250;
            try (SocketClient one = edge.socket("/ws/v1/");
                    SocketClient two = edge.socket("/ws/v1/");
                    ExecutorService posters = Executors.newFixedThreadPool(clients)) {
                awaitLive(one, two);
                List<Future<?>> posts = new ArrayList<>();
                for (int c = 0; c < clients; c++) {
                    int client = c;
                    posts.add(posters.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            HttpResponse<String> answer =
                                    edge.post("/api/v1/messages/", "{\"client\": " + client + ", \"n\": " + i + "}");
                            assertThat(answer.statusCode()).isEqualTo(200);
                        }
                        return null;
                    }));
                }
                for (Future<?> post : posts) {
                    post.get();
                }

                List<String> seenByOne = collect(one, clients * each);
                assertThat(new HashSet<>(seenByOne)).hasSize(clients * each);
                assertThat(collect(two, clients * each)).isEqualTo(seenByOne);

                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(posted(edge.json("/api/v1/messages/?offset=0&limit=1"))
                                        .get(0))
                                .isEqualTo(normal(seenByOne.getLast())));
                JsonNode first = edge.json("/api/v1/messages/?offset=0&limit=100");
                long id = first.get("paginationId").asLong();
                List<String> paged = new ArrayList<>();
                for (int offset = 0; offset < clients * each; offset += 100) {
                    paged.addAll(
                            posted(edge.json("/api/v1/messages/?offset=" + offset + "&limit=100&paginationId=" + id)));
                }
                assertThat(paged)
                        .isEqualTo(
                                seenByOne.reversed().stream().map(this::normal).toList());
            }
        }

        /** Subscribing to the feed is not confirmed: post until both have seen the same mark, then forget the marks. */
        private void awaitLive(SocketClient one, SocketClient two) throws Exception {
            edge.post("/api/v1/messages/", "{\"mark\": true}");
            one.next();
            two.next();
        }

        private List<String> collect(SocketClient client, int count) throws InterruptedException {
            List<String> frames = new ArrayList<>();
            while (frames.size() < count) {
                frames.add(client.next());
            }
            return frames;
        }

        private List<String> posted(JsonNode page) {
            List<String> bodies = new ArrayList<>();
            page.get("messages").forEach(message -> bodies.add(normal(message.toString())));
            return bodies;
        }

        private String normal(String json) {
            try {
                JsonNode node = Json.mapper().readTree(json);
                return node.get("client") + "/" + node.get("n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void areRefusedInFpesasShapeWithAStatusThatSaysWhoseFaultItIs() throws Exception {
            assertError(edge.post("/api/v1/messages/", "[]"), 400);
            assertError(edge.post("/api/v1/messages/", "nonsense"), 400);
            assertError(edge.post("/api/v1/messages/", "{\"v\": NaN}"), 422);
            assertError(edge.post("/api/v1/messages/?x=1", "{}"), 400);
            assertError(edge.get("/api/v1/messages/?offset=0"), 400);
            assertError(edge.get("/api/v1/messages/?offset=-1&limit=1"), 400);
            assertError(edge.get("/api/v1/messages/?offset=0&limit=1&asd=1"), 400);
            assertError(edge.get("/api/v1/messages/?offset=99999999999999999999999&limit=1"), 400);
            assertError(
                    edge.send(HttpRequest.newBuilder(edge.uri("/api/v1/messages/"))
                            .DELETE()),
                    405);
        }

        private void assertError(HttpResponse<String> answer, int status) throws Exception {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            JsonNode error = Json.mapper().readTree(answer.body()).get("error");
            assertThat(error.get("code").asInt()).isEqualTo(status);
            assertThat(error.get("description").asText()).isNotBlank();
        }
    }

    @Nested
    class BadRecords {

        private static final List<String> BAD = List.of("{", "{\"v\": NaN}", "{\"v\": \"\\u0000\"}", "\u0000");

        @Test
        void writtenStraightToATopicStopNobodyAndAreKeptInQuarantine() throws Exception {
            List<Topic> topics = List.of(Topic.EVENT, Topic.TELEMETRY, Topic.MESSAGE);
            try (SocketClient client = edge.client("user", "user");
                    SocketClient producer = edge.producer();
                    KafkaProducer<byte[], byte[]> raw = new KafkaProducer<>(
                            Map.of("bootstrap.servers", edge.kafka()),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                client.subscribe("event", "After", "0", "bad").next();
                for (Topic topic : topics) {
                    for (String bad : BAD) {
                        raw.send(new ProducerRecord<>(
                                        edge.plan().name(topic), null, bad.getBytes(StandardCharsets.UTF_8)))
                                .get();
                    }
                }
                producer.send(
                        "{\"category\":\"event\",\"data\":[{\"csc\":\"After\",\"salindex\":0,\"data\":{\"bad\":[1]}}]}");
                assertThat(client.next()).contains("[1]");

                edge.post("/api/v1/messages/", "{\"after\": \"bad\"}");
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(edge.json("/api/v1/messages/?offset=0&limit=1")
                                        .at("/messages/0/after")
                                        .asText())
                                .isEqualTo("bad"));
            }
            // Every bad record once, by the one service that keeps its topic's: a message with the character U+0000
            // written as an
            // escape is good JSON, which the database alone refuses.
            assertThat(quarantined(topics.size() * BAD.size())).hasSize(topics.size() * BAD.size());
            assertThat(edge.get("/metrics").body())
                    .contains("firstlight_edge_records_malformed_total")
                    .contains("firstlight_router_quarantined")
                    .contains("firstlight_archive_quarantined");
            assertThat(edge.get("/health/ready").statusCode()).isEqualTo(200);
        }

        private List<String> quarantined(int expected) {
            List<String> found = new ArrayList<>();
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", edge.kafka(), "isolation.level", "read_committed"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                TopicPartition partition = new TopicPartition(edge.plan().name(Topic.QUARANTINE), 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                        QuarantineHeaders headers =
                                QuarantineHeaders.of(record.headers()).orElseThrow();
                        if (headers.source().startsWith(edge.plan().name(Topic.EVENT))
                                || headers.source().startsWith(edge.plan().name(Topic.TELEMETRY))
                                || headers.source().startsWith(edge.plan().name(Topic.MESSAGE))) {
                            found.add(headers.source());
                        }
                    });
                    return found.size() >= expected;
                });
            }
            return found;
        }
    }
}
