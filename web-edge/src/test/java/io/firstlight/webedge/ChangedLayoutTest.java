package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An edge whose topics change under it: it says so, begins anew, and keeps or refuses positions rightly. */
@Timeout(180)
class ChangedLayoutTest {

    private static RunningEdge edge;
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        edge = new RunningEdge(
                directory, Map.of("FIRSTLIGHT_LAYOUT_WATCH_SECONDS", "1", "FIRSTLIGHT_ROUTER_WATCH_INTERVAL", "PT1S"));
        admin = Admin.create(Map.of("bootstrap.servers", edge.kafka()));
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        edge.close();
    }

    @Test
    void goesOnFromAPositionWhenPartitionsWereAdded() throws Exception {
        String position;
        try (SocketClient producer = edge.producer();
                SocketClient client = edge.client("admin", "test")) {
            position = positionAfterOneRecord(producer, client, "log", "Grown");
            String topic = edge.plan().name(Topic.LOG);
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(7)))
                    .all()
                    .get();
            assertThat(client.closeCode()).isEqualTo(CloseCode.LOG_CHANGED.number());
        }
        awaitReady();
        try (SocketClient producer = edge.producer();
                SocketClient client = edge.client("admin", "test")) {
            publish(producer, "log", "Grown", 2);
            client.send(subscribe("love_csc", "Grown", ",\"resume\":\"" + position + "\""));
            assertThat(client.nextJson().get("recovered").asBoolean()).isTrue();
            assertThat(client.nextJson().at("/data/0/data/count/0").asInt()).isEqualTo(2);
        }
    }

    @Test
    void refusesAPositionOfATopicThatWasMadeAgainAndKeepsTheLatestValue() throws Exception {
        String position;
        try (SocketClient producer = edge.producer();
                SocketClient client = edge.client("admin", "test")) {
            position = positionAfterOneRecord(producer, client, "event", "Again");
            String topic = edge.plan().name(Topic.EVENT);
            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.listTopics().names().get().contains(topic));
            TopicCreation.ensure(admin, edge.plan());
            assertThat(client.closeCode()).isEqualTo(CloseCode.LOG_CHANGED.number());
        }
        awaitReady();
        try (SocketClient producer = edge.producer();
                SocketClient client = edge.client("admin", "test")) {
            client.send(subscribe("event", "Again", ",\"resume\":\"" + position + "\""));
            JsonNode answer = client.nextJson();
            assertThat(answer.get("recovered").asBoolean()).isFalse();
            assertThat(answer.get("reason").asText()).isEqualTo("topic_recreated");
            assertThat(answer.get("snapshot").asInt()).isEqualTo(1);
            assertThat(client.nextJson().at("/data/0/data/count/0").asInt()).isEqualTo(1);
            publish(producer, "event", "Again", 2);
            assertThat(client.nextJson().at("/data/0/data/count/0").asInt()).isEqualTo(2);
        }
    }

    private static String positionAfterOneRecord(
            SocketClient producer, SocketClient client, String category, String csc) throws Exception {
        String love = category.equals("log") ? "love_csc" : category;
        client.send(subscribe(love, csc, ",\"positions\":true"));
        JsonNode frame = client.nextJson();
        publish(producer, category, csc, 1);
        while (!frame.has("category")) {
            frame = client.nextJson();
        }
        // Known to the router too: what an edge that begins anew is given first.
        await().atMost(Duration.ofSeconds(30)).until(() -> edge.stateHas(csc));
        return frame.get("position").asText();
    }

    private static void publish(SocketClient producer, String category, String csc, int count) {
        String love = category.equals("log") ? "love_csc" : category;
        producer.send("{\"category\":\"" + love + "\",\"data\":[{\"csc\":\"" + csc
                + "\",\"salindex\":1,\"data\":{\"count\":[" + count + "]}}]}");
    }

    private static String subscribe(String category, String csc, String options) {
        return "{\"option\":\"subscribe\",\"category\":\"" + category + "\",\"csc\":\"" + csc
                + "\",\"salindex\":1,\"stream\":\"count\"" + options + "}";
    }

    private static void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(edge.get("/health/ready").statusCode()).isEqualTo(200));
    }
}
