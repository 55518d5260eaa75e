package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Our options of a LOVE subscription, over real sockets, on two edges with a small tail so that the log itself is read, too. */
class PositionsTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static RunningEdge edge;
    private static WebEdge other;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        edge = new RunningEdge(directory, Map.of("FIRSTLIGHT_TAIL_BYTES", "65536", "FIRSTLIGHT_REPLAYS", "2"));
        other = edge.anotherEdge();
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    /** A component that no other test has. */
    private static String component() {
        return "Dome" + NUMBER.incrementAndGet();
    }

    private static void publish(SocketClient producer, String category, String csc, String data) {
        producer.send("{\"category\":\"" + category + "\",\"data\":[{\"csc\":\"" + csc + "\",\"salindex\":1,\"data\":"
                + data + "}]}");
    }

    private static String subscribe(String category, String csc, String stream, String options) {
        return "{\"option\":\"subscribe\",\"category\":\"" + category + "\",\"csc\":\"" + csc
                + "\",\"salindex\":1,\"stream\":\"" + stream + "\"" + options + "}";
    }

    private static SocketClient admin() throws Exception {
        return edge.client("admin", "test");
    }

    @Test
    void aSnapshotIsFollowedByItsPositionAndThenByEveryLaterRecordWithOne() throws Exception {
        String csc = component();
        try (SocketClient producer = edge.producer();
                SocketClient client = admin()) {
            client.send(subscribe("telemetry", csc, "all", ""));
            client.nextJson();
            publish(producer, "telemetry", csc, "{\"position\":{\"value\":1}}");
            assertThat(client.nextJson().has("category")).as("the edge has it").isTrue();
            client.send(subscribe("telemetry", csc, "position", ",\"id\":\"a\",\"snapshot\":true,\"positions\":true"));
            assertThat(client.nextJson().get("snapshot").asInt()).isEqualTo(1);
            JsonNode snapshot = client.nextJson();
            assertThat(snapshot.get("snapshot").asBoolean()).isTrue();
            assertThat(snapshot.has("position")).isFalse();
            assertThat(client.nextJson().get("id").asText()).isEqualTo("a");
            publish(producer, "telemetry", csc, "{\"position\":{\"value\":2}}");
            JsonNode live = nextData(client);
            assertThat(live.at("/data/0/data/position/value").asInt()).isEqualTo(2);
            assertThat(PositionToken.decode(live.get("position").asText())).isPresent();
        }
    }

    @Test
    void aWildcardInAnyPlaceCoversEveryAddressThatFitsAndDeletesAreSeen() throws Exception {
        String csc = component();
        try (SocketClient producer = edge.producer();
                SocketClient client = admin()) {
            client.send("{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"" + csc
                    + "\",\"salindex\":\"all\",\"stream\":\"state\",\"snapshot\":true}");
            client.nextJson();
            publish(producer, "event", csc, "{\"state\":[1],\"other\":[2]}");
            publish(producer, "event", csc, "{\"other\":[3]}");
            publish(producer, "event", csc, "{\"state\":null}");
            assertThat(client.next())
                    .isEqualTo("{\"category\": \"event\", \"data\": [{\"csc\": \"" + csc
                            + "\", \"salindex\": 1, \"data\": {\"state\": [1]}}], \"subscription\": \"event-" + csc
                            + "-all-state\"}");
            assertThat(client.nextJson().at("/data/0/data/state").isNull()).isTrue();
        }
        try (SocketClient late = admin()) {
            late.send("{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"" + csc
                    + "\",\"salindex\":\"all\",\"stream\":\"all\",\"snapshot\":true}");
            assertThat(late.nextJson().get("snapshot").asInt()).isEqualTo(1);
            assertThat(late.nextJson().at("/data/0/data/other/0").asInt()).isEqualTo(3);
        }
    }

    @Nested
    class Resume {

        @Test
        void goesOnFromAPositionOnAnotherEdgeWithoutLossOrRepeat() throws Exception {
            String csc = component();
            String position;
            try (SocketClient producer = edge.producer();
                    SocketClient client = admin()) {
                client.send(subscribe("event", csc, "count", ",\"positions\":true"));
                client.nextJson();
                client.nextJson();
                count(producer, csc, 0, 5);
                position = lastPosition(client, 5);
                count(producer, csc, 5, 20);
            }
            try (SocketClient resumed = edge.client(other, "admin", "test")) {
                resumed.send(subscribe("event", csc, "count", ",\"resume\":\"" + position + "\""));
                assertThat(resumed.nextJson().get("recovered").asBoolean()).isTrue();
                assertThat(counts(resumed, 15)).isEqualTo(numbers(5, 20));
            }
        }

        @Test
        void readsTheLogWhereTheTailNoLongerReachesAndGoesOverIntoLive() throws Exception {
            String csc = component();
            String position;
            try (SocketClient client = admin()) {
                client.send(subscribe("event", csc, "count", ",\"positions\":true"));
                client.nextJson();
                position = client.nextJson().get("position").asText();
            }
            try (SocketClient producer = edge.producer()) {
                // Far more than the tail of 64 KiB keeps.
                count(producer, csc, 0, 1000);
                try (SocketClient resumed = admin()) {
                    resumed.send(
                            subscribe("event", csc, "count", ",\"positions\":true,\"resume\":\"" + position + "\""));
                    assertThat(resumed.nextJson().get("recovered").asBoolean()).isTrue();
                    count(producer, csc, 1000, 1010);
                    assertThat(counts(resumed, 1010)).isEqualTo(numbers(0, 1010));
                }
            }
        }

        @Test
        void saysWhyItCannotAndGivesAFreshSnapshot() throws Exception {
            String csc = component();
            try (SocketClient producer = edge.producer();
                    SocketClient client = admin()) {
                count(producer, csc, 0, 3);
                client.send(subscribe("event", csc, "count", ",\"positions\":true"));
                JsonNode first = client.nextJson();
                assertThat(first.has("recovered")).isFalse();
                String elsewhere = PositionToken.encode(
                        Position.of(new PartitionOffset(Uuid.fromString("AAAAAAAAAAEAAAAAAAAAAQ"), 0, 7)));
                assertNotRecovered(client, csc, "no position at all", "foreign");
                assertNotRecovered(client, csc, elsewhere, "topic_recreated");
                client.send(subscribe("telemetry", csc, "none", ",\"positions\":true"));
                String ofAnotherCategory = skipTo(client, "telemetry-" + csc + "-1-none")
                        .get("position")
                        .asText();
                assertNotRecovered(client, csc, ofAnotherCategory, "not_covered");
            }
        }

        private void assertNotRecovered(SocketClient client, String csc, String position, String reason)
                throws Exception {
            client.send(subscribe("event", csc, "count", ",\"id\":7,\"resume\":\"" + position + "\""));
            JsonNode answer = client.nextJson();
            while (!answer.has("recovered")) {
                answer = client.nextJson();
            }
            assertThat(answer.get("recovered").asBoolean()).isFalse();
            assertThat(answer.get("reason").asText()).isEqualTo(reason);
            assertThat(answer.get("id").asInt()).isEqualTo(7);
        }

        private static JsonNode skipTo(SocketClient client, String group) throws Exception {
            JsonNode frame = client.nextJson();
            while (!frame.path("subscription").asText().equals(group) || !frame.has("position")) {
                frame = client.nextJson();
            }
            return frame;
        }
    }

    @Nested
    class Replays {

        @Test
        void giveTheStateThenTheRecordsThenGoOverIntoLive() throws Exception {
            String csc = component();
            try (SocketClient producer = edge.producer();
                    SocketClient watcher = admin();
                    SocketClient client = admin()) {
                watcher.send(subscribe("event", csc, "count", ",\"positions\":true"));
                watcher.nextJson();
                watcher.nextJson();
                count(producer, csc, 0, 3);
                String from = lastPosition(watcher, 3);
                count(producer, csc, 3, 8);
                counts(watcher, 5);
                client.send(subscribe("event", csc, "count", ",\"from\":\"" + from + "\",\"speed\":\"max\""));
                client.nextJson();
                JsonNode started = client.nextJson();
                assertThat(started.get("notice").asText()).isEqualTo("replay_started");
                assertThat(started.get("state").asInt()).isEqualTo(1);
                assertThat(counts(client, 6)).isEqualTo(numbers(2, 8));
                assertThat(client.nextJson().get("notice").asText()).isEqualTo("live");
                count(producer, csc, 8, 9);
                assertThat(counts(client, 1)).isEqualTo(numbers(8, 9));
            }
        }

        @Test
        void endWhereTheyWereToldTo() throws Exception {
            String csc = component();
            try (SocketClient producer = edge.producer();
                    SocketClient watcher = admin();
                    SocketClient client = admin()) {
                watcher.send(subscribe("event", csc, "count", ",\"positions\":true"));
                watcher.nextJson();
                String from = watcher.nextJson().get("position").asText();
                count(producer, csc, 0, 3);
                String to = lastPosition(watcher, 3);
                count(producer, csc, 3, 8);
                counts(watcher, 5);
                client.send(subscribe(
                        "event", csc, "count", ",\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"speed\":\"max\""));
                client.nextJson();
                client.nextJson();
                assertThat(counts(client, 3)).isEqualTo(numbers(0, 3));
                assertThat(client.nextJson().get("notice").asText()).isEqualTo("replay_ended");
            }
        }

        @Test
        void canBePausedAndSoughtAndAreLimitedInNumber() throws Exception {
            String csc = component();
            long now = Instant.now().toEpochMilli();
            String replay = ",\"from\":" + (now - 60_000) + ",\"speed\":0.1";
            try (SocketClient producer = edge.producer();
                    SocketClient watcher = admin();
                    SocketClient client = admin()) {
                // What is to come as long as the test lasts: a replay with nothing before it is live at once.
                watcher.send(subscribe("event", csc, "c", ""));
                watcher.nextJson();
                publish(producer, "event", csc, "{\"a\":[1],\"b\":[1],\"c\":[1]}");
                watcher.nextJson();
                client.send(subscribe("event", csc, "a", replay));
                client.nextJson();
                client.nextJson();
                client.send(control(csc, "a", "pause", ""));
                client.send(control(csc, "a", "seek", ",\"from\":" + (now - 50_000)));
                assertThat(client.nextJson().get("notice").asText()).isEqualTo("replay_started");
                client.send(subscribe("event", csc, "b", replay));
                client.nextJson();
                client.nextJson();
                client.send(subscribe("event", csc, "c", replay + ",\"id\":\"c\""));
                JsonNode refused = client.nextJson();
                assertThat(refused.at("/error/name").asText()).isEqualTo("too_many_replays");
                assertThat(refused.get("id").asText()).isEqualTo("c");
                client.send(control(csc, "c", "pause", ""));
                assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("not_found");
            }
        }

        private static String control(String csc, String stream, String what, String more) {
            return "{\"option\":\"replay\",\"category\":\"event\",\"csc\":\"" + csc + "\",\"salindex\":1,\"stream\":\""
                    + stream + "\",\"do\":\"" + what + "\"" + more + "}";
        }
    }

    @Test
    void aRateKeepsTheExtremesOfWhatItMerges() throws Exception {
        String csc = component();
        try (SocketClient producer = edge.producer();
                SocketClient client = admin()) {
            client.send(subscribe("telemetry", csc, "level", ",\"max_rate\":2"));
            client.nextJson();
            for (int value : new int[] {5, 9, -3, 4}) {
                publish(producer, "telemetry", csc, "{\"level\":{\"value\":" + value + "}}");
            }
            assertThat(client.nextJson().at("/data/0/data/level/value").asInt()).isEqualTo(5);
            JsonNode merged = client.nextJson();
            assertThat(merged.at("/data/0/data/level/value").asInt()).isEqualTo(4);
            assertThat(merged.at("/merged/count").asInt()).isEqualTo(3);
            assertThat(merged.at("/merged/extremes").toString()).isEqualTo("{\"/value\":{\"min\":-3,\"max\":9}}");
        }
    }

    @Test
    void anOptionWithoutSenseIsRefusedAndChangesNothing() throws Exception {
        String csc = component();
        try (SocketClient client = admin()) {
            for (String options : List.of(
                    ",\"snapshot\":1",
                    ",\"from\":\"yesterday\"",
                    ",\"to\":5",
                    ",\"from\":0,\"speed\":0",
                    ",\"resume\":5",
                    ",\"max_rate\":-1",
                    ",\"position_every\":0.01",
                    ",\"id\":{}")) {
                client.send(subscribe("telemetry", csc, "x", options));
                assertThat(client.nextJson().at("/error/name").asText())
                        .as(options)
                        .isEqualTo("bad_parameter");
            }
            client.send(subscribe("event", csc, "x", ",\"max_rate\":1"));
            assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("bad_parameter");
            client.send(subscribe("telemetry", csc, "all", ",\"max_rate\":1,\"positions\":true"));
            assertThat(client.nextJson().at("/error/name").asText()).isEqualTo("bad_parameter");
        }
    }

    private static void count(SocketClient producer, String csc, int from, int to) {
        for (int i = from; i < to; i++) {
            publish(producer, "event", csc, "{\"count\":[" + i + "]}");
        }
    }

    private static List<Integer> numbers(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    /** The next data frame, past what is only said of positions. */
    private static JsonNode nextData(SocketClient client) throws Exception {
        JsonNode frame = client.nextJson();
        while (!frame.has("category")) {
            frame = client.nextJson();
        }
        return frame;
    }

    private static List<Integer> counts(SocketClient client, int many) throws Exception {
        List<Integer> counts = new ArrayList<>();
        while (counts.size() < many) {
            counts.add(nextData(client).at("/data/0/data/count/0").asInt());
        }
        return counts;
    }

    private static String lastPosition(SocketClient client, int frames) throws Exception {
        String position = "";
        for (int i = 0; i < frames; i++) {
            position = nextData(client).get("position").asText();
        }
        return position;
    }
}
