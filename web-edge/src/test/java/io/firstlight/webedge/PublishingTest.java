package io.firstlight.webedge;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.ingest.edge.EdgeClient;
import io.firstlight.ingest.edge.EdgeClientConfig;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.NotAcknowledged;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Producers that want to know what became of their messages: acknowledgements, numbers, limits, rules. */
class PublishingTest {

    @TempDir
    private static Path directory;

    private static RunningEdge edge;

    @BeforeAll
    static void start() throws Exception {
        Path schemas = Files.createDirectories(directory.resolve("schemas/event/Ruled"));
        Files.writeString(
                schemas.resolve("level.json"),
                "{\"type\":\"array\",\"items\":{\"properties\":{\"value\":{\"type\":\"number\"}},\"required\":[\"value\"]}}");
        edge = new RunningEdge(
                directory,
                Map.of(
                        // The same after a restart.
                        "FIRSTLIGHT_PORT",
                        Integer.toString(LoopbackPort.free()),
                        "FIRSTLIGHT_FRAME_BYTES",
                        "65536",
                        "FIRSTLIGHT_INTAKE_VALIDATION",
                        "known",
                        "FIRSTLIGHT_INTAKE_SCHEMAS",
                        directory.resolve("schemas").toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static String message(String csc, int value, String more) {
        return "{\"category\":\"event\",\"data\":[{\"csc\":\"" + csc
                + "\",\"salindex\":0,\"data\":{\"level\":[{\"value\":" + value + "}]}}]" + more + "}";
    }

    private static String numbered(String csc, String sender, int number) {
        return message(csc, number, ",\"ack\":true,\"id\":" + number + ",\"sender\":\"" + sender + "\"");
    }

    /** What the log has of a component, in order. */
    private static List<Integer> logged(String csc) throws Exception {
        return WholeLog.read(edge.kafka(), edge.plan(), List.of(Topic.EVENT)).entries().stream()
                .filter(entry -> entry.address().equals("event:" + csc + ":0:level"))
                .map(entry -> entry.value().at("/0/value").asInt())
                .toList();
    }

    @Test
    void anAcknowledgementComesWhenTheLogHasTheMessageAndNamesThePlaceBehindIt() throws Exception {
        try (SocketClient producer = edge.producer();
                SocketClient reader = edge.client("admin", "test")) {
            String answer = producer.send(message("Told", 1, ",\"ack\":true,\"id\":\"a \\\"1\\\"\""))
                    .next();

            assertThat(answer).startsWith("{\"ack\": \"a \\\"1\\\"\", \"position\": \"");
            assertThat(logged("Told")).containsExactly(1);
            String position = RunningEdge.json(answer, "/position").asText();
            assertThat(PositionToken.decode(position)).isPresent();

            producer.send(message("Told", 2, "")).send(message("Told", 3, ",\"ack\":true,\"id\":3"));
            assertThat(producer.next()).startsWith("{\"ack\": 3, ");
            reader.send("{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"Told\",\"salindex\":0,"
                    + "\"stream\":\"level\",\"resume\":\"" + position + "\"}");
            assertThat(reader.next()).contains("Successfully subscribed");
            assertThat(reader.nextJson().at("/data/0/data/level/0/value").asInt())
                    .isEqualTo(2);
            assertThat(reader.nextJson().at("/data/0/data/level/0/value").asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void aRefusalNamesTheMessageAndChangesNothing() throws Exception {
        try (SocketClient producer = edge.producer()) {
            assertThat(producer.send(
                                    "{\"category\":\"event\",\"data\":[{\"csc\":\"Bad name\",\"salindex\":0,\"data\":{}}],"
                                            + "\"ack\":true,\"id\":7}")
                            .next())
                    .contains("\"name\": \"illegal_name\"")
                    .endsWith("\"id\": 7}");
            assertThat(producer.send(message("Refused", 1, ",\"ack\":true")).next())
                    .contains("missing_field");
            assertThat(producer.send(message("Refused", 1, ",\"ack\":1,\"id\":1"))
                            .next())
                    .contains("bad_parameter");
            assertThat(producer.send(message("Refused", 1, ",\"ack\":1,\"id\":1"))
                            .next())
                    .endsWith("\"id\": 1}");
            assertThat(producer.send(message("Refused", 1, ",\"sender\":\"s\",\"id\":0"))
                            .next())
                    .contains("bad_parameter");
            assertThat(producer.send(message("Refused", 1, ",\"sender\":\"s\",\"id\":1000000000000000000"))
                            .next())
                    .contains("bad_parameter");
            assertThat(producer.send(message("Refused", 2, ",\"ack\":true,\"id\":8"))
                            .next())
                    .startsWith("{\"ack\": 8, ");
            assertThat(logged("Refused")).containsExactly(2);
        }
    }

    @Test
    void whatIsNullOfAMessagesReceiptIsNotSaid() throws Exception {
        try (SocketClient producer = edge.producer()) {
            producer.send(message("Null", 1, ",\"sender\":null,\"ack\":null,\"id\":null"))
                    .send(message("Null", 2, ",\"sender\":null,\"ack\":null,\"id\":1"));
            assertThat(producer.send(message("Null", 3, ",\"sender\":null,\"ack\":true,\"id\":3"))
                            .next())
                    .startsWith("{\"ack\": 3, ");
            assertThat(logged("Null")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatAProducerSendsWronglyIsKeptForTheOperator() throws Exception {
        double before = edge.meter("firstlight.quarantine.written");
        try (SocketClient producer = edge.producer();
                SocketClient frontEnd = edge.client("user", "user")) {
            assertThat(frontEnd.send("no json").next()).contains("malformed_json");
            assertThat(producer.send("no json").next()).contains("malformed_json");
            await().untilAsserted(() ->
                    assertThat(edge.meter("firstlight.quarantine.written")).isEqualTo(before + 1));
        }
    }

    @Test
    void aPayloadThatBreaksItsRegisteredSchemaIsRefused() throws Exception {
        try (SocketClient producer = edge.producer()) {
            String bad = message("Ruled", 1, ",\"ack\":true,\"id\":1").replace(":1}]}", ":\"high\"}]}");
            assertThat(producer.send(bad).next())
                    .contains("\"name\": \"schema_violated\"")
                    .contains("event:Ruled:0:level breaks the rule");
            assertThat(producer.send(message("Ruled", 2, ",\"ack\":true,\"id\":2"))
                            .next())
                    .startsWith("{\"ack\": 2, ");
            assertThat(logged("Ruled")).containsExactly(2);
        }
    }

    @Test
    void aNumberedMessageThatComesAgainIsAcknowledgedAndNotWrittenAgain() throws Exception {
        try (SocketClient producer = edge.producer()) {
            producer.send(numbered("Once", "once-a", 1)).send(numbered("Once", "once-a", 2));
            assertThat(producer.next()).startsWith("{\"ack\": 1, ");
            assertThat(producer.next()).startsWith("{\"ack\": 2, ");
            assertThat(producer.send(numbered("Once", "once-a", 2)).next())
                    .as("a number of the same connection")
                    .contains("bad_parameter");
        }
        edge.restartEdge();
        try (SocketClient producer = edge.producer()) {
            producer.send(numbered("Once", "once-a", 1)).send(numbered("Once", "once-a", 2));
            producer.send(numbered("Once", "once-a", 3));
            for (int number = 1; number <= 3; number++) {
                assertThat(producer.next()).startsWith("{\"ack\": " + number + ", \"position\": \"");
            }
            assertThat(logged("Once")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whoGoesOnUnderANameEndsTheEarlierConnection() throws Exception {
        try (SocketClient earlier = edge.producer();
                SocketClient later = edge.producer()) {
            assertThat(earlier.send(numbered("Moved", "moved", 1)).next()).startsWith("{\"ack\": 1");

            assertThat(later.send(numbered("Moved", "moved", 2)).next()).startsWith("{\"ack\": 2");

            assertThat(earlier.closeCode()).isEqualTo(4007);
            assertThat(logged("Moved")).containsExactly(1, 2);
        }
    }

    @Test
    void aClientsMessagesAreEachInTheLogOnceAndInOrderHoweverOftenTheEdgeIsRestarted() throws Exception {
        int restarts = 5;
        try (EdgeClient client = client(Map.of())) {
            client.start(wish -> {});
            CompletableFuture<Integer> sending = CompletableFuture.supplyAsync(() -> sendUntilRestarted(client));
            for (int i = 0; i < restarts; i++) {
                await().until(() -> progress.get() > 0);
                progress.reset();
                edge.restartEdge();
            }
            stopSending.complete(null);
            int sent = sending.get(60, TimeUnit.SECONDS);

            List<Integer> values = logged("Restarted");
            assertThat(values).hasSize(sent);
            for (int i = 0; i < sent; i++) {
                assertThat(values.get(i)).isEqualTo(i);
            }
        }
    }

    private final Progress progress = new Progress();
    private final CompletableFuture<Void> stopSending = new CompletableFuture<>();

    /** How many messages were acknowledged since the last restart. */
    private static final class Progress {
        private int count;

        synchronized void add() {
            count++;
        }

        synchronized int get() {
            return count;
        }

        synchronized void reset() {
            count = 0;
        }
    }

    private int sendUntilRestarted(EdgeClient client) {
        List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
        while (!stopSending.isDone()) {
            CompletableFuture<Acknowledgement> answer = client.send(event("Restarted", answers.size()));
            answers.add(answer.whenComplete((done, failure) -> progress.add()));
            if (answers.size() % 100 == 0) {
                // The pace of the edge, so that some are always under way and the log stays small.
                answers.get(answers.size() - 100).join();
            }
        }
        answers.forEach(CompletableFuture::join);
        return answers.size();
    }

    @Test
    void aClientHearsWhatItsComponentsAreAskedFor() throws Exception {
        BlockingQueue<InitialStateRequest> wishes = new LinkedBlockingQueue<>();
        try (EdgeClient client = client(Map.of());
                SocketClient reader = edge.client("admin", "test")) {
            client.start(wishes::add);
            client.register("Asked");
            client.send(event("Asked", 1)).get(20, TimeUnit.SECONDS);
            InitialStateRequest wish = new InitialStateRequest("Asked", "Asked", 4, "level");

            await().until(() -> {
                reader.subscribe("event", "Asked", "4", "level");
                return wish.equals(wishes.poll(200, TimeUnit.MILLISECONDS));
            });
        }
    }

    @Test
    void aClientTellsWhatTheEdgeRefusesAndGoesOn() throws Exception {
        try (EdgeClient client = client(Map.of())) {
            client.start(wish -> {});
            CompletableFuture<Acknowledgement> bad = client.send(
                    Message.event(new Component("Ruled", 0)).stream("level").build());
            CompletableFuture<Acknowledgement> good = client.send(event("Goes_on", 1));

            assertThat(good.get(20, TimeUnit.SECONDS).topic())
                    .isEqualTo(edge.plan().name(Topic.EVENT));
            assertThatThrownBy(bad::join)
                    .hasCauseInstanceOf(NotAcknowledged.class)
                    .hasMessageContaining("WRONG")
                    .hasMessageContaining("schema_violated");
        }
    }

    @Test
    void aClientGivesUpAFrameAboveTheEdgesLimitAndGoesOn() throws Exception {
        try (EdgeClient client = client(Map.of())) {
            client.start(wish -> {});
            CompletableFuture<Acknowledgement> before = client.send(event("Sized", 1));
            byte[] text = ("\"" + "x".repeat(4 << 20) + "\"").getBytes(StandardCharsets.US_ASCII);
            CompletableFuture<Acknowledgement> large =
                    client.send(Message.event(new Component("Sized", 0)).stream("text")
                            .json("value", text)
                            .build());
            CompletableFuture<Acknowledgement> after = client.send(event("Sized", 2));

            before.get(20, TimeUnit.SECONDS);
            after.get(60, TimeUnit.SECONDS);
            assertThatThrownBy(large::join)
                    .hasCauseInstanceOf(NotAcknowledged.class)
                    .hasMessageContaining("TOO_LARGE");
            assertThat(logged("Sized")).containsExactly(1, 2);
        }
    }

    @Test
    void aClientWithAFullBufferTellsWhatItDidNotTake() {
        List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
        try (EdgeClient client = client(Map.of(
                EdgeClientConfig.EDGES,
                "ws://127.0.0.1:1/manager/ws/subscription",
                EdgeClientConfig.BUFFER_BYTES,
                "65536",
                EdgeClientConfig.MAX_BLOCK_MS,
                "0",
                EdgeClientConfig.CLOSE_TIMEOUT_MS,
                "0"))) {
            client.start(wish -> {});
            for (int i = 0; i < 1000; i++) {
                answers.add(client.send(event("Away", i)));
            }
            assertThat(answers.getLast()).isCompletedExceptionally();
            assertThat(answers.getFirst()).isNotDone();
        }
        assertThat(answers).as("after closing").allMatch(CompletableFuture::isCompletedExceptionally);
    }

    private static Message event(String csc, int value) {
        return Message.event(new Component(csc, 0)).stream("level")
                .json("value", Integer.toString(value).getBytes(StandardCharsets.US_ASCII))
                .build();
    }

    private static EdgeClient client(Map<String, String> differing) {
        Map<String, String> settings = new HashMap<>(Map.of(
                EdgeClientConfig.EDGES,
                "ws://127.0.0.1:" + edge.edge().port() + "/manager/ws/subscription",
                EdgeClientConfig.PASSWORD,
                RunningEdge.PROCESS_PASSWORD));
        settings.putAll(differing);
        return new EdgeClient(
                EdgeClientConfig.from(settings), edge.plan(), new SimpleMeterRegistry(), Clock.systemUTC());
    }
}
