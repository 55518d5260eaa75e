package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The live feed of messages, over real sockets, edges and a real broker: whatever happens to one client, all others get every message once. */
class MessageFeedTest {

    private static final String POST = "/api/v1/messages/";
    private static final String FEED = "/ws/v1/";
    private static final String MARK = "{\"mark\": true}";

    @TempDir
    private Path directory;

    private RunningEdge edge;

    @BeforeEach
    void start() throws Exception {
        edge = new RunningEdge(directory);
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    @Test
    void framesAreBareBodiesInBinaryAsFpesasUnlessTextIsAskedFor() throws Exception {
        try (SocketClient binary = edge.socket(FEED + "?whatever=1");
                SocketClient text = edge.socket("/ws/v1?frames=text")) {
            awaitLive(binary, text);
            post("{\"b\":1,  \"a\": 2}");
            assertThat(next(binary)).isEqualTo("{\"b\":1,  \"a\": 2}");
            assertThat(next(text)).isEqualTo("{\"b\":1,  \"a\": 2}");
            assertThat(binary.textFrames()).isZero();
            assertThat(text.textFrames()).isPositive();
        }
        assertThat(edge.refusal(FEED + "?frames=hex")).isEqualTo(400);
        assertThat(edge.refusal(FEED + "?positions=1")).isEqualTo(400);
    }

    @Test
    void everyEdgeGivesEachOfItsClientsEverything() throws Exception {
        WebEdge other = edge.anotherEdge();
        try (SocketClient here = edge.socket(FEED);
                SocketClient there = edge.socket(other, FEED);
                SocketClient thereToo = edge.socket(other, FEED)) {
            awaitLive(here, there, thereToo);
            postNumbers(0, 50);
            for (SocketClient client : List.of(here, there, thereToo)) {
                assertThat(numbers(client, 50)).isEqualTo(range(0, 50));
            }
        }
    }

    @Test
    void beginsAtTheEndHoweverMuchCameWhileNobodyListened() throws Exception {
        postNumbers(0, 20);
        edge.restartEdge();
        postNumbers(20, 40);
        try (SocketClient late = edge.socket(FEED)) {
            awaitLive(late);
            assertThat(late.next()).isEqualTo(MARK);
        }
    }

    @Test
    void aDeadSocketTakesNothingFromItsNeighbours() throws Exception {
        try (SocketClient a = edge.socket(FEED);
                SocketClient dead = edge.socket(FEED);
                SocketClient c = edge.socket(FEED);
                SocketClient d = edge.socket(FEED)) {
            awaitLive(a, dead, c, d);
            dead.vanish();
            postNumbers(0, 30);
            for (SocketClient alive : List.of(a, c, d)) {
                assertThat(numbers(alive, 30)).isEqualTo(range(0, 30));
            }
        }
    }

    @Test
    void aClientThatDoesNotReadStallsNobody() throws Exception {
        int count = 120;
        String filling = "x".repeat(200_000);
        try (Socket deaf = RawHttp.deafSocket(edge.edge().port(), FEED);
                SocketClient fast = edge.socket(FEED)) {
            awaitLive(fast);
            for (int i = 0; i < count; i++) {
                post("{\"n\": " + i + ", \"filling\": \"" + filling + "\"}");
                assertThat(numbers(fast, 1)).containsExactly(i);
            }
            assertThat(deaf.isConnected()).isTrue();
            assertThat(edge.meter("firstlight.edge.outbox.largest.bytes"))
                    .as("what is held for the deaf one is bounded")
                    .isLessThan(2 << 20);
        }
    }

    @Test
    void aRecordThatIsNoMessageIsPassedOver() throws Exception {
        try (SocketClient client = edge.socket(FEED);
                KafkaProducer<byte[], byte[]> raw = new KafkaProducer<>(
                        Map.of("bootstrap.servers", edge.kafka()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            awaitLive(client);
            for (String bad : List.of("{", "[1]", "{\"v\": NaN}", "\u0000")) {
                raw.send(new ProducerRecord<>(edge.plan().name(Topic.MESSAGE), bad.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            raw.send(new ProducerRecord<>(edge.plan().name(Topic.MESSAGE), null))
                    .get();
            postNumbers(0, 3);
            assertThat(numbers(client, 3)).isEqualTo(range(0, 3));
            assertThat(edge.meter("firstlight.edge.records.malformed")).isEqualTo(5);
            assertThat(edge.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientResumesOnAnyEdgeWithoutGapOrRepeat() throws Exception {
        WebEdge other = edge.anotherEdge();
        String position;
        try (SocketClient client = edge.socket(FEED + "?positions=true&frames=text")) {
            position = client.nextJson().get("position").asText();
            postNumbers(0, 7);
            for (int i = 0; i < 5; i++) {
                JsonNode frame = client.nextJson();
                assertThat(frame.at("/message/n").asInt()).isEqualTo(i);
                position = frame.get("position").asText();
            }
        }
        postNumbers(7, 30);
        try (SocketClient again = edge.socket(other, FEED + "?since=" + position)) {
            postNumbers(30, 60);
            assertThat(numbers(again, 55)).isEqualTo(range(5, 60));
        }
        edge.restartEdge();
        try (SocketClient fromTheLog = edge.socket(FEED + "?positions=true&since=" + position)) {
            for (int i = 5; i < 60; i++) {
                assertThat(fromTheLog.nextJson().at("/message/n").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void thePositionOfAPostJoinsThePagesWithTheFeed() throws Exception {
        String position = post("{\"n\": 0}").get("position").asText();
        postNumbers(1, 4);
        try (SocketClient client = edge.socket(FEED + "?since=" + position)) {
            assertThat(numbers(client, 3)).isEqualTo(range(1, 4));
        }
    }

    @Test
    void aPositionThatIsNoneOfThisFeedEndsItWith4004() throws Exception {
        assertThat(closeCode("nonsense")).isEqualTo(4004);
        String ofEvents;
        try (SocketClient love = edge.client("user", "user")) {
            love.send(
                    "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"A\",\"salindex\":\"1\",\"stream\":\"s\","
                            + "\"positions\":true}");
            JsonNode frame = love.nextJson();
            while (!frame.has("position")) {
                frame = love.nextJson();
            }
            ofEvents = frame.get("position").asText();
        }
        assertThat(closeCode(ofEvents)).isEqualTo(4004);
    }

    @Test
    void aPositionThatTheLogNoLongerReachesEndsItWith4005() throws Exception {
        String position = post("{\"n\": 0}").get("position").asText();
        postNumbers(1, 10);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", edge.kafka()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(edge.plan().name(Topic.MESSAGE), 0), RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }
        edge.restartEdge();
        assertThat(closeCode(position)).isEqualTo(4005);
        assertThat(closeCode(PositionToken.encode(Position.of(new PartitionOffset(Uuid.randomUuid(), 0, 3)))))
                .as("of a topic that was deleted")
                .isEqualTo(4005);
    }

    private int closeCode(String since) throws Exception {
        try (SocketClient client = edge.socket(FEED + "?since=" + since)) {
            return client.closeCode();
        }
    }

    /** Subscribing is not confirmed: posts marks until each has seen one. More of them may follow. */
    private void awaitLive(SocketClient... clients) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            post(MARK);
            return Stream.of(clients).allMatch(SocketClient::hasNext);
        });
    }

    /** The next frame that is no mark. */
    private static String next(SocketClient client) throws InterruptedException {
        String frame = client.next();
        while (frame.equals(MARK)) {
            frame = client.next();
        }
        return frame;
    }

    private JsonNode post(String body) throws Exception {
        return Json.mapper().readTree(edge.post(POST, body).body());
    }

    private void postNumbers(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            post("{\"n\": " + i + "}");
        }
    }

    private static List<Integer> numbers(SocketClient client, int count) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(RunningEdge.json(next(client), "/n").asInt());
        }
        return numbers;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
