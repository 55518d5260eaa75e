package io.firstlight.webedge;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** The examples of the page on other languages, run as the page says against an edge with everything behind it. */
class ProducersInOtherLanguagesTest {

    private static final Path EXAMPLES =
            Path.of("../docs/examples").toAbsolutePath().normalize();

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

    /** What it printed; it must end well. */
    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "FIRSTLIGHT_SERVER", edge.uri("").toString(),
                        "FIRSTLIGHT_KAFKA", edge.kafka(),
                        "FIRSTLIGHT_TOPIC_PREFIX", edge.plan().name(Topic.EVENT).replace("event", "")));
        Process process = builder.start();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The first Python that has that module: the one on the PATH need not be the system's. */
    private static String pythonWith(String module, String debianPackage) throws InterruptedException {
        Optional<String> python = Optional.empty();
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            if (python.isEmpty() && runs(candidate, "-c", "import " + module)) {
                python = Optional.of(candidate);
            }
        }
        assumeThat(python)
                .as("no Python with %s: apt-get install %s", module, debianPackage)
                .isPresent();
        return python.orElse("python3");
    }

    /** The records of a component, in the order of the log. */
    private static List<ConsumerRecord<String, byte[]>> records(Topic topic, String key) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", edge.kafka()), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(edge.plan().name(topic)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(record.key())) {
                        found.add(record);
                    }
                }
            }
            int javas = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions.size();
            assertThat(found)
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(record.partition())
                            .as("the partition where producers in Java put it")
                            .isEqualTo(javas));
        }
        return found;
    }

    private static void assertHas(Topic topic, String key, String stream, String text) {
        assertThat(records(topic, key)).allSatisfy(record -> {
            ComponentRecord parsed = (ComponentRecord) RecordParser.parse(record.value());
            assertThat(parsed.streams()).extracting(StreamSpan::stream).containsExactly(stream);
            assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains(text);
        });
    }

    private static JsonNode latest(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = edge.httpClient()
                .send(
                        HttpRequest.newBuilder(edge.uri(path))
                                .header("Authorization", "Token " + edge.token("admin", "test"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    @Test
    void curlPostsAMessageAndANotice() throws Exception {
        assumeThat(runs("curl", "--version"))
                .as("no curl: apt-get install curl")
                .isTrue();

        String said = run(EXAMPLES.resolve("produce_http.sh").toString());

        assertThat(said.lines()).hasSize(2).allMatch(line -> line.contains("\"position\""));
        String id = Json.mapper()
                .readTree(said.lines().findFirst().orElseThrow())
                .get("id")
                .asText();
        assertThat(latest("/api/v1/messages/" + id).at("/message/text").asText())
                .isEqualTo("a message of curl");
        assertHas(Topic.EVENT, "jobs:41", "status_changed", "\"status\":");
    }

    @Test
    void pythonSendsOverTheWebSocketOfLove() throws Exception {
        String python = pythonWith("websockets", "python3-websockets");

        String said = run(python, EXAMPLES.resolve("produce_websocket.py").toString(), RunningEdge.PROCESS_PASSWORD);

        assertThat(said.lines()).hasSize(2).allMatch(line -> line.startsWith("in Kafka: {'ack': "));
        assertHas(Topic.TELEMETRY, "Dome:2", "position", "12.5");
        assertHas(Topic.EVENT, "Dome:2", "summaryState", "\"Int\"");
    }

    @Test
    void pythonSendsIntoKafka() throws Exception {
        String python = pythonWith("confluent_kafka", "python3-confluent-kafka");

        String said = run(python, EXAMPLES.resolve("produce_kafka.py").toString());

        assertThat(said.lines()).hasSize(2).allMatch(line -> line.startsWith("in Kafka: "));
        assertHas(Topic.TELEMETRY, "Dome:3", "position", "12.5");
        assertHas(Topic.EVENT, "Dome:3", "summaryState", "\"Int\"");
    }

    @Test
    void kcatSendsIntoKafka() throws Exception {
        assumeThat(runs("kcat", "-V")).as("no kcat: apt-get install kcat").isTrue();

        assertThat(run(EXAMPLES.resolve("produce_kcat.sh").toString())).isEqualTo("in Kafka\n");

        assertHas(Topic.TELEMETRY, "Dome:4", "position", "12.5");
    }

    @Test
    void aSourceOfOnesOwnSendsWhatItReads() throws Exception {
        Path number = Files.writeString(directory.resolve("number"), "41.5\n");
        Path output = directory.resolve("source.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EXAMPLES.resolve("NumberFileSource.java").toString(),
                        number.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "FIRSTLIGHT_KAFKA",
                        edge.kafka(),
                        "FIRSTLIGHT_TOPIC_PREFIX",
                        edge.plan().name(Topic.EVENT).replace("event", "")));
        Process source = builder.start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .failFast("it has ended", () -> !source.isAlive())
                    .until(() -> Files.readString(output).contains("in Kafka: "));
        } finally {
            source.destroy();
            assertThat(source.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertHas(Topic.TELEMETRY, "NumberFile:1", "sample", "41.5");
    }

    @Test
    void thePageShowsEachExampleThatIsRunHere() throws Exception {
        String page = Files.readString(EXAMPLES.resolveSibling("protocols/other-languages.md"));
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            assertThat(examples.map(example -> String.valueOf(example.getFileName()))
                            .filter(name -> name.startsWith("produce_")))
                    .isNotEmpty()
                    .allMatch(name -> page.contains("../examples/" + name));
        }
    }
}
