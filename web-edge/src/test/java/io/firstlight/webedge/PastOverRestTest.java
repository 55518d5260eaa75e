package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.user.NewUser;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** State and history over HTTP, against a reference fold of the whole log by a consumer of the test's own. */
class PastOverRestTest {

    private static final long SEED = 20261121;
    private static final List<Topic> TOPICS = List.of(Topic.TELEMETRY, Topic.EVENT, Topic.LOG);
    private static final String EVERYTHING =
            "address=telemetry-all-all-all&address=event:*:*:*&address=log-all-all-all";
    private static final Pattern CSV_LINE =
            Pattern.compile("([^,]*),([^,]*),([^,]*),([^,]*),([^,]*),\"((?:[^\"]|\"\")*)\"");

    @TempDir
    private static Path directory;

    private static RunningEdge edge;
    private static String admin;
    private static long firstMs;
    private static long lastMs;
    private static WholeLog log;

    @BeforeAll
    static void start() throws Exception {
        edge = new RunningEdge(directory);
        admin = edge.token("admin", "test");
        firstMs = System.currentTimeMillis() - Duration.ofHours(2).toMillis();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", edge.kafka(), "linger.ms", 5),
                new StringSerializer(),
                new ByteArraySerializer())) {
            produce(producer, new Random(SEED));
        }
        log = WholeLog.read(edge.kafka(), edge.plan(), TOPICS);
        Map<String, String> latest = log.stateAt(Long.MAX_VALUE - 1, any -> true);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(values(state(EVERYTHING))).isEqualTo(latest));
    }

    /** Some hundreds of records over two hours: steps from a millisecond to minutes, several streams, deletions. */
    private static void produce(KafkaProducer<String, byte[]> producer, Random random) {
        long timeMs = firstMs;
        for (int i = 0; i < 600; i++) {
            timeMs += 1 + (random.nextInt(10) == 0 ? random.nextInt(90_000) : random.nextInt(500));
            int kind = random.nextInt(10);
            Topic topic = kind < 5 ? Topic.TELEMETRY : kind < 9 ? Topic.EVENT : Topic.LOG;
            // Some components speak at the beginning only, one at the end only.
            String csc = "C" + (i < 40 ? random.nextInt(8) : i > 580 ? 9 : random.nextInt(5));
            String data = "\"alpha\":"
                    + (random.nextInt(6) == 0 ? "null" : "{\"n\":" + i + ",\"text\":\"a, \\\"b\\\" \u00e9\"}");
            if (random.nextBoolean()) {
                data += ",\"beta\":[" + i + "]";
            }
            String value = "{\"category\":\"" + topic.suffix() + "\",\"csc\":\"" + csc + "\",\"salindex\":1,\"data\":{"
                    + data + "},\"producer\":\"p\"}";
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                    edge.plan().name(topic), null, timeMs, csc + ":1", value.getBytes(StandardCharsets.UTF_8)));
        }
        lastMs = timeMs;
        producer.flush();
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return edge.get(path, "Authorization", "Token " + admin);
    }

    private static JsonNode state(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/api/v1/state?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    private static Map<String, String> values(JsonNode state) {
        Map<String, String> values = new TreeMap<>();
        for (JsonNode value : state.get("values")) {
            values.put(address(value), value.get("value") + " " + millis(value));
        }
        return values;
    }

    private static String address(JsonNode line) {
        return String.join(
                ":",
                line.get("category").asText(),
                line.get("csc").asText(),
                line.get("salindex").asText(),
                line.get("stream").asText());
    }

    private static long millis(JsonNode line) {
        return Instant.parse(line.get("time").asText()).toEpochMilli();
    }

    /** All pages of a history, one after the other by position. */
    private static List<JsonNode> history(String query, int limit) throws IOException, InterruptedException {
        List<JsonNode> lines = new ArrayList<>();
        String position = "";
        for (int page = 0; page < 10_000; page++) {
            HttpResponse<String> answer = get("/api/v1/history?" + query + "&limit=" + limit + position);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            List<JsonNode> given = new ArrayList<>();
            for (String line : answer.body().lines().toList()) {
                given.add(Json.mapper().readTree(line));
            }
            JsonNode end = given.removeLast();
            assertThat(given.size()).isLessThanOrEqualTo(Math.max(limit, 2));
            lines.addAll(given);
            if (end.get("complete").asBoolean()) {
                return lines;
            }
            position = "&position=" + end.get("next").asText();
        }
        throw new AssertionError("a history without end");
    }

    private static List<String> texts(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> address(line) + " " + line.get("value") + " " + millis(line))
                .toList();
    }

    private static long randomMoment(Random random) {
        return random.nextInt(3) == 0
                ? log.entries().get(random.nextInt(log.entries().size())).timeMs() - random.nextInt(2)
                : firstMs - 1000 + (long) (random.nextDouble() * (lastMs - firstMs + 2000));
    }

    private static String code(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        return answer.statusCode() + " "
                + Json.mapper().readTree(answer.body()).at("/error/name").asText();
    }

    @Test
    void theStateAtAnyMomentIsTheFoldOfTheLogUpToIt() throws Exception {
        Random random = new Random(SEED + 1);
        Map<String, Predicate<String>> questions = Map.of(
                EVERYTHING,
                address -> true,
                "address=telemetry-all-all-all",
                address -> address.startsWith("telemetry:"),
                "address=event-C1-1-all&address=event-C9-1-beta",
                address -> address.startsWith("event:C1:1:") || address.equals("event:C9:1:beta"),
                "address=telemetry-C6-1-alpha",
                address -> address.equals("telemetry:C6:1:alpha"));
        for (Map.Entry<String, Predicate<String>> question : questions.entrySet()) {
            for (int i = 0; i < 25; i++) {
                long at = randomMoment(random);
                JsonNode state = state(question.getKey() + "&at=" + at);

                assertThat(values(state))
                        .as("%s at %d", question.getKey(), at)
                        .isEqualTo(log.stateAt(at, question.getValue()));
                assertThat(state.get("complete").asBoolean()).isTrue();
                assertThat(state.get("unknown")).isEmpty();
                assertThat(Instant.parse(state.get("at").asText()).toEpochMilli())
                        .isEqualTo(at);
            }
        }
    }

    @Test
    void theStateNowHasNoMomentButAPositionThatAsksForTheSame() throws Exception {
        JsonNode now = state(EVERYTHING);
        JsonNode again = state(EVERYTHING + "&at=" + now.get("position").asText());

        assertThat(now.get("at").isNull()).isTrue();
        assertThat(again.get("at").isNull()).isTrue();
        assertThat(again.get("values")).isEqualTo(now.get("values"));
        assertThat(again.get("position")).isEqualTo(now.get("position"));
    }

    @Test
    void stateAndTheHistoryFromItsPositionGiveTheLaterState() throws Exception {
        long earlier = firstMs + (lastMs - firstMs) / 3;
        long later = firstMs + 2 * (lastMs - firstMs) / 3;
        JsonNode before = state(EVERYTHING + "&at=" + earlier);
        Map<String, String> folded = new HashMap<>(values(before));
        for (JsonNode line :
                history(EVERYTHING + "&from=" + before.get("position").asText() + "&to=" + later, 50)) {
            if (line.get("value").isNull()) {
                folded.remove(address(line));
            } else {
                folded.put(address(line), line.get("value") + " " + millis(line));
            }
        }

        assertThat(folded).isEqualTo(values(state(EVERYTHING + "&at=" + later)));
    }

    @Test
    void historyIsTheLogBetweenItsMomentsInOrderOfTimeHoweverItIsPaged() throws Exception {
        Random random = new Random(SEED + 2);
        for (int limit : new int[] {1, 7, 100, 100_000}) {
            long one = randomMoment(random);
            long other = randomMoment(random);
            long from = Math.min(one, other);
            long to = Math.max(one, other);

            assertThat(texts(history(EVERYTHING + "&from=" + from + "&to=" + to, limit)))
                    .as("%d to %d by %d", from, to, limit)
                    .isEqualTo(log.between(from, to, any -> true));
            assertThat(texts(history(
                            "address=all-C1-all-alpha&from=" + Instant.ofEpochMilli(from) + "&to=" + to, limit)))
                    .isEqualTo(log.between(from, to, address -> address.matches(".*:C1:1:alpha")));
        }
    }

    @Test
    void everyPositionInAHistoryIsAPlaceToGoOnFrom() throws Exception {
        long to = log.entries().stream()
                .mapToLong(WholeLog.Entry::timeMs)
                .sorted()
                .skip(40)
                .findFirst()
                .orElseThrow();
        String query = EVERYTHING + "&from=" + firstMs + "&to=" + to;
        List<JsonNode> all = history(query, 100_000);
        assertThat(all).hasSizeGreaterThan(20);
        for (int i = 0; i < 20; i++) {
            JsonNode line = all.get(i);
            if (line.has("position")) {
                assertThat(history(query + "&position=" + line.get("position").asText(), 1000))
                        .isEqualTo(all.subList(i + 1, all.size()));
            } else {
                assertThat(millis(all.get(i + 1))).as("the record goes on").isEqualTo(millis(line));
            }
        }
        assertThat(all.getFirst().get("producer").asText()).isEqualTo("p");
    }

    @Test
    void csvHasTheSameLinesAndTheNextPositionInItsHead() throws Exception {
        String query = EVERYTHING + "&from=" + firstMs + "&to=" + lastMs;
        List<String> lines = new ArrayList<>();
        String position = "";
        boolean complete = false;
        while (!complete) {
            HttpResponse<String> answer = edge.get(
                    "/api/v1/history?" + query + "&limit=90" + position,
                    "Authorization",
                    "Token " + admin,
                    "Accept",
                    "text/csv");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
            List<String> rows = List.of(answer.body().split("\r\n"));
            assertThat(rows.getFirst()).isEqualTo("category,csc,salindex,stream,time,value");
            assertThat(answer.headers().firstValue("Firstlight-Lines")).hasValue(Integer.toString(rows.size() - 1));
            for (String row : rows.subList(1, rows.size())) {
                Matcher places = CSV_LINE.matcher(row);
                assertThat(places.matches()).as(row).isTrue();
                lines.add(String.join(":", places.group(1), places.group(2), places.group(3), places.group(4)) + " "
                        + Json.mapper().readTree(places.group(6).replace("\"\"", "\"")) + " "
                        + Instant.parse(places.group(5)).toEpochMilli());
            }
            complete = answer.headers()
                    .firstValue("Firstlight-Complete")
                    .orElseThrow()
                    .equals("true");
            position = "&format=csv&position="
                    + answer.headers().firstValue("Firstlight-Next-Position").orElseThrow();
        }

        assertThat(lines).isEqualTo(log.between(firstMs, lastMs, any -> true));
    }

    @Test
    void onlyThoseWithTheRightOverTheWholePatternAreAnswered() throws Exception {
        edge.users().add(NewUser.of("narrow", "narrow-narrow"));
        edge.users().grant("narrow", "history", "telemetry-C1-all-all");
        edge.users().grant("narrow", "read", "event-all-all-all");
        String narrow = edge.token("narrow", "narrow-narrow");
        String[] header = {"Authorization", "Bearer " + narrow};
        String from = "&from=" + firstMs;

        assertThat(edge.get("/api/v1/state?" + EVERYTHING).statusCode()).isEqualTo(401);
        assertThat(edge.get("/api/v1/history?" + EVERYTHING + from).statusCode())
                .isEqualTo(401);
        assertThat(edge.get("/api/v1/history?address=telemetry-C1-1-alpha" + from, header)
                        .statusCode())
                .isEqualTo(200);
        assertThat(edge.get("/api/v1/history?address=telemetry-all-1-alpha" + from, header)
                        .statusCode())
                .isEqualTo(403);
        assertThat(edge.get("/api/v1/history?address=telemetry-C1-1-alpha&address=event-C1-1-alpha" + from, header)
                        .statusCode())
                .isEqualTo(403);
        assertThat(edge.get("/api/v1/state?address=event-C1-1-all", header).statusCode())
                .isEqualTo(200);
        assertThat(edge.get("/api/v1/state?address=event-C1-1-all&at=" + firstMs, header)
                        .statusCode())
                .isEqualTo(403);
        assertThat(edge.get("/api/v1/state?address=telemetry-C1-1-all", header).statusCode())
                .isEqualTo(403);
    }

    @Test
    void everyBadRequestIsRefusedWithItsCode() throws Exception {
        String good = "/api/v1/history?address=event-all-all-all&from=" + firstMs;
        String future = Long.toString(System.currentTimeMillis() + 3_600_000);
        String foreign = PositionToken.encode(Position.of(new PartitionOffset(Uuid.randomUuid(), 0, 1)));
        JsonNode now = state("address=telemetry-all-all-all");
        for (String bad : List.of(
                "/api/v1/history?from=" + firstMs,
                "/api/v1/history?address=event-all-all-all",
                "/api/v1/history?address=nothing&from=1",
                "/api/v1/history?address=sadness-all-all-all&from=1",
                good + "&limit=0",
                good + "&limit=100001",
                good + "&limit=many",
                good + "&limit=1&limit=2",
                good + "&format=xml",
                good + "&colour=red",
                good + "&to=2026-13-01T00:00:00Z",
                good + "&to=" + future,
                "/api/v1/history?address=event-all-all-all&from=" + future,
                "/api/v1/history?address=initial_state-all-all-all&from=1",
                "/api/v1/history?" + "address=event-all-all-all&".repeat(65) + "from=1",
                "/api/v1/state?at=" + firstMs,
                "/api/v1/state?address=cmd-all-all-all",
                "/api/v1/state?address=event-all-all-all&at=" + future,
                "/api/v1/state?address=event-all-all-all&at=",
                "/api/v1/state?address=event-all-all-all&from=1")) {
            assertThat(code(bad)).as(bad).isEqualTo("400 bad_parameter");
        }
        assertThat(code(good + "&position=" + foreign)).isEqualTo("400 position_foreign");
        assertThat(code(good + "&position=AQnonsense")).isEqualTo("400 position_foreign");
        assertThat(code("/api/v1/state?address=event-all-all-all&at=" + foreign))
                .isEqualTo("400 position_foreign");
        assertThat(code(good + "&position=" + now.get("position").asText()))
                .as("of another category")
                .isEqualTo("400 position_foreign");
        assertThat(edge.http("DELETE", "/api/v1/state")).isEqualTo(405);
    }

    @Test
    void timesMayBeWrittenInSeveralWays() throws Exception {
        String utc = Instant.ofEpochMilli(lastMs).toString();
        JsonNode expected = state("address=event-all-all-all&at=" + lastMs).get("values");
        for (String text : List.of(
                utc,
                utc.replace("Z", ""),
                utc.replace("Z", "+00:00"),
                URLEncoder.encode(utc.replace("Z", "+00:00"), StandardCharsets.UTF_8))) {
            assertThat(state("address=event-all-all-all&at=" + text).get("values"))
                    .as(text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatRetentionHasTakenIsSaidToBeUnknown() throws Exception {
        // Acknowledgements, which no other test here asks for.
        String topic = edge.plan().name(Topic.ACK);
        List<String> keys = List.of("A:1", "B:1");
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", edge.kafka()), new StringSerializer(), new ByteArraySerializer());
                Admin kafka = Admin.create(Map.of("bootstrap.servers", edge.kafka()))) {
            for (int i = 0; i < 3; i++) {
                for (String key : keys) {
                    String value = "{\"category\":\"ack\",\"csc\":\"" + key.charAt(0)
                            + "\",\"salindex\":1,\"data\":{\"ack\":{\"n\":" + i + "}}}";
                    Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                            topic,
                            key.equals("A:1") ? 0 : 1,
                            firstMs + i * 1000L,
                            key,
                            value.getBytes(StandardCharsets.UTF_8)));
                }
            }
            producer.flush();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> values(state("address=ack-all-all-all")).values().stream()
                                    .filter(value -> value.startsWith("{\"n\":2}"))
                                    .count()
                            == 2);
            String beginning = state("address=ack-all-all-all&at=" + (firstMs - 5000))
                    .get("position")
                    .asText();
            kafka.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();

            JsonNode state = state("address=ack-all-all-all&at=" + (firstMs + 1500));
            assertThat(values(state)).containsOnlyKeys("ack:B:1:ack");
            assertThat(state.get("complete").asBoolean()).isFalse();
            assertThat(address(state.get("unknown").get(0))).isEqualTo("ack:A:1:ack");
            assertThat(code("/api/v1/history?address=ack-all-all-all&from=" + beginning))
                    .isEqualTo("410 position_lost");
            assertThat(code("/api/v1/state?address=ack-all-all-all&at=" + beginning))
                    .isEqualTo("410 position_lost");
            assertThat(history("address=ack-all-all-all&from=" + (firstMs - 5000), 10))
                    .as("from a time there is what is left")
                    .hasSize(4);
        }
    }

    @Test
    void aReplayGivesTheFoldAtItsBeginningAndThenTheLogUpToItsEnd() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 10; round++) {
            long fromMs = firstMs + (long) (random.nextDouble() * (lastMs - firstMs));
            long toMs = fromMs + (long) (random.nextDouble() * (lastMs - fromMs));
            String category = round % 2 == 0 ? "telemetry" : "event";
            try (SocketClient client = edge.client("admin", "test")) {
                client.send("{\"option\":\"subscribe\",\"category\":\"" + category
                        + "\",\"csc\":\"all\",\"salindex\":\"all\",\"stream\":\"alpha\",\"from\":" + fromMs + ",\"to\":"
                        + toMs + ",\"speed\":\"max\"}");
                client.nextJson();
                int state = client.nextJson().get("state").asInt();
                Map<String, String> view = new TreeMap<>();
                for (int i = 0; i < state; i++) {
                    apply(view, category, client.nextJson());
                }
                assertThat(view).as("round %d: at its beginning", round).isEqualTo(fold(category, fromMs));
                int records = 0;
                JsonNode frame = client.nextJson();
                for (; !frame.has("notice"); frame = client.nextJson()) {
                    apply(view, category, frame);
                    records++;
                }
                assertThat(frame.get("notice").asText()).isEqualTo("replay_ended");
                assertThat(records)
                        .as("round %d: records in between", round)
                        .isEqualTo(log.between(fromMs, toMs, address -> isAlpha(category, address))
                                .size());
                assertThat(view).as("round %d: at its end", round).isEqualTo(fold(category, toMs));
            }
        }
    }

    private static boolean isAlpha(String category, String address) {
        return address.startsWith(category + ":") && address.endsWith(":alpha");
    }

    /** The reference, without the times, which LOVE's frames do not have. */
    private static Map<String, String> fold(String category, long timeMs) {
        Map<String, String> fold = new TreeMap<>(log.stateAt(timeMs, address -> isAlpha(category, address)));
        fold.replaceAll((address, value) -> value.substring(0, value.lastIndexOf(' ')));
        return fold;
    }

    private static void apply(Map<String, String> view, String category, JsonNode frame) {
        JsonNode element = frame.at("/data/0");
        String address = String.join(
                ":",
                category,
                element.get("csc").asText(),
                element.get("salindex").asText(),
                "alpha");
        JsonNode value = element.at("/data/alpha");
        if (value.isNull()) {
            view.remove(address);
        } else {
            view.put(address, value.toString());
        }
    }
}
