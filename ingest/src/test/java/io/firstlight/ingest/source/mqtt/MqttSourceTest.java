package io.firstlight.ingest.source.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.mqtt.MosquittoBroker;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.LogReader;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.ingest.source.FakeSender;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** A real Mosquitto in, a real Kafka or a log of the test's own out. */
final class MqttSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern NUMBER = Pattern.compile("\"value\":(\\d+)");
    private static final Duration PAUSE = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeSender sender = new FakeSender();
    private @Nullable Mqtt5BlockingClient publisher;
    private MosquittoBroker broker;
    private Path rules;

    @BeforeEach
    void startBroker() throws Exception {
        assumeThat(MosquittoBroker.isInstalled()).as(MosquittoBroker.ABSENT).isTrue();
        broker = MosquittoBroker.in(directory).start();
        rules = Files.writeString(
                directory.resolve("rules.json"),
                "{\"rules\": [{\"topic\": \"lab/+/#\", \"csc\": \"Lab\", \"salindex\": \"{2}\", \"stream\": \"{3-}\"}]}");
    }

    @AfterEach
    void stopBroker() {
        try {
            disconnect();
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    /** Ends the publisher's connection: a publisher that has just lost its broker does not know that yet. */
    private void disconnect() {
        if (publisher != null) {
            publisher.disconnect();
            publisher = null;
        }
    }

    private MqttSource source(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put(MqttConfig.BROKER, "mqtt://127.0.0.1:" + broker.port());
        all.put(MqttConfig.RULES, rules.toString());
        all.put(MqttConfig.CLIENT_ID, "test");
        all.putAll(settings);
        return new MqttSource(MqttConfig.from(all), registry, PAUSE);
    }

    private MqttSource started() {
        MqttSource source = source(Map.of());
        source.start(sender);
        return source;
    }

    private static void awaitWorking(MqttSource source) {
        await().atMost(PATIENCE).until(source::isWorking);
    }

    private void publish(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> publish("lab/1/count", Integer.toString(number)));
    }

    private void publish(String topic, String payload) {
        publisher()
                .publishWith()
                .topic(topic)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    private Mqtt5BlockingClient publisher() {
        Mqtt5BlockingClient known = publisher;
        if (known != null) {
            return known;
        }
        Mqtt5BlockingClient connecting = MqttClient.builder()
                .useMqttVersion5()
                .identifier("publisher")
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        connecting.connect();
        publisher = connecting;
        return connecting;
    }

    private static List<Integer> numbers(List<String> messages) {
        return messages.stream()
                .map(text -> {
                    var number = NUMBER.matcher(text);
                    assertThat(number.find()).as(text).isTrue();
                    return Integer.parseInt(number.group(1));
                })
                .toList();
    }

    @Test
    void messagesBecomeRecordsInTheirOrder() {
        try (MqttSource source = started()) {
            awaitWorking(source);
            publish(1, 300);
            await().atMost(PATIENCE).until(() -> sender.sent().size() >= 300);
            assertThat(numbers(sender.sent()))
                    .isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
            assertThat(sender.sent().getFirst())
                    .isEqualTo("telemetry Lab:1 {\"count\":{\"value\":{\"value\":1,\"dataType\":\"Int\","
                            + "\"units\":\"unitless\"}}}");
        }
        try (MqttSource again = started()) {
            awaitWorking(again);
            publish("lab/2/last", "301");
            await().atMost(PATIENCE).until(() -> sender.sent().size() >= 301);
            assertThat(sender.sent())
                    .as("what was acknowledged does not come again")
                    .hasSize(301);
        }
    }

    @Test
    void whatTheLogHasNotAcknowledgedComesAgainAfterTheSourceHasDied() {
        sender.answer(message -> new CompletableFuture<>());
        try (MqttSource source = started()) {
            awaitWorking(source);
            publish(1, 50);
            await().atMost(PATIENCE).until(() -> sender.sent().size() >= 50);
        }
        publish(51, 60);
        sender.answer(message -> FakeSender.taken());

        try (MqttSource again = started()) {
            awaitWorking(again);
            await().atMost(PATIENCE).until(() -> sender.sent().size() >= 110);
            assertThat(numbers(sender.sent()).subList(50, 110))
                    .isEqualTo(IntStream.rangeClosed(1, 60).boxed().toList());
        }
    }

    @Test
    void losesNothingWhenTheBrokerRestartsWhileMessagesAreOnTheirWay() throws Exception {
        List<CompletableFuture<Acknowledgement>> waiting = new CopyOnWriteArrayList<>();
        sender.answer(message -> {
            CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        });
        try (MqttSource source = started()) {
            awaitWorking(source);
            publish(1, 700);
            await().atMost(PATIENCE).until(() -> sender.sent().size() == 500);

            disconnect();
            broker.stop();
            await().atMost(PATIENCE).until(() -> !source.isWorking());
            sender.answer(message -> FakeSender.taken());
            waiting.subList(0, 250).forEach(answer -> answer.complete(new Acknowledgement("fake", null, 0, 0)));
            broker.start();
            publish(701, 800);
            waiting.subList(250, 500).forEach(answer -> answer.complete(new Acknowledgement("fake", null, 0, 0)));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(numbers(sender.sent())).contains(800));
            assertThat(numbers(sender.sent()).stream().distinct().sorted().toList())
                    .isEqualTo(IntStream.rangeClosed(1, 800).boxed().toList());
            assertThat(source.isWorking()).isTrue();
        }
    }

    @Test
    void takesNoMoreThanMayBeOnTheirWay() {
        sender.answer(message -> new CompletableFuture<>());
        try (MqttSource source = source(Map.of(MqttConfig.IN_FLIGHT, "10"))) {
            source.start(sender);
            awaitWorking(source);
            publish(1, 100);
            await().during(Duration.ofMillis(300))
                    .atMost(PATIENCE)
                    .until(() -> sender.sent().size() == 10);
        }
    }

    @Test
    void whatIsNoMessageIsCountedAndDoesNotStopTheRest() {
        try (MqttSource source = started()) {
            awaitWorking(source);
            publish("lab/1/bad", "{\"a\":");
            publish("lab/x/bad", "1");
            publish("lab/1/empty", "{}");
            publish(1, 1);
            await().atMost(PATIENCE).until(() -> !sender.sent().isEmpty());
            assertThat(refused("malformed")).isEqualTo(1);
            assertThat(refused("illegal_name")).isEqualTo(1);
            assertThat(refused("no_fields")).isEqualTo(1);
        }
        try (MqttSource again = started()) {
            awaitWorking(again);
            publish(2, 2);
            await().atMost(PATIENCE).until(() -> sender.sent().size() == 2);
            assertThat(refused("malformed")).as("it does not come again").isEqualTo(1);
        }
    }

    private double refused(String reason) {
        return registry.get("firstlight.source.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void beginsWithoutTheBrokerAndGoesOnWhenItIsThere() throws Exception {
        broker.stop();
        try (MqttSource source = source(Map.of())) {
            source.start(sender);
            await().atMost(PATIENCE)
                    .until(() ->
                            registry.get("firstlight.source.failures").counter().count() > 0);
            assertThat(source.isWorking()).isFalse();
            broker.start();
            awaitWorking(source);
            publish(1, 1);
            await().atMost(PATIENCE).until(() -> sender.sent().size() == 1);
        }
    }

    @Test
    void retainedMessagesComeOnceHoweverOftenItConnects() {
        publisher()
                .publishWith()
                .topic("lab/1/retained")
                .payload(new byte[] {'1'})
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .send();
        try (MqttSource source = started()) {
            awaitWorking(source);
            await().atMost(PATIENCE).until(() -> sender.sent().size() == 1);
        }
        try (MqttSource again = started()) {
            awaitWorking(again);
            publish(2, 2);
            await().atMost(PATIENCE).until(() -> sender.sent().size() >= 2);
            assertThat(numbers(sender.sent())).containsExactly(1, 2);
        }
    }

    @Test
    void theLogOfARealKafkaHasThem() throws Exception {
        String servers = TestKafka.shared().bootstrapServers();
        Map<String, String> settings = Map.of("FIRSTLIGHT_TOPIC_PREFIX", "mqtt-test.", IngestConfig.KAFKA, servers);
        TopicPlan topics = TopicPlan.from(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            TopicCreation.ensure(admin, topics);
        }
        try (TelemetryProducer producer =
                        TelemetryProducer.start(IngestConfig.from(settings), registry, InstantSource.system());
                MqttSource source = source(Map.of())) {
            source.start(producer);
            awaitWorking(source);
            publish(1, 1000);
            await().atMost(PATIENCE)
                    .until(() -> registry.get("firstlight.source.acknowledged")
                                    .counter()
                                    .count()
                            == 1000);
        }
        assertThat(numbers(LogReader.all(servers, topics.name(Topic.TELEMETRY)).stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .toList()))
                .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void losesNothingWhileARealKafkaIsAway() throws Exception {
        int port = LoopbackPort.free();
        Path data = Files.createDirectory(directory.resolve("kafka"));
        EmbeddedKafka kafka = kafka(data, port);
        // Each message is given up after a second, so that it is for the source to send it again.
        Map<String, String> settings =
                Map.of(IngestConfig.KAFKA, kafka.bootstrapServers(), IngestConfig.DELIVERY_TIMEOUT_MS, "1000");
        TopicPlan topics = TopicPlan.from(settings);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicCreation.ensure(admin, topics);
        }
        try (TelemetryProducer producer =
                        TelemetryProducer.start(IngestConfig.from(settings), registry, InstantSource.system());
                MqttSource source = source(Map.of())) {
            source.start(producer);
            awaitWorking(source);
            publish(1, 100);
            await().atMost(PATIENCE).until(() -> acknowledged() == 100);

            kafka.close();
            publish(101, 800);
            await().atMost(PATIENCE)
                    .until(() ->
                            registry.get("firstlight.source.resent").counter().count() > 0);
            kafka = kafka(data, port);

            await().atMost(PATIENCE).until(() -> acknowledged() == 800);
            assertThat(numbers(LogReader.all(kafka.bootstrapServers(), topics.name(Topic.TELEMETRY)).stream()
                            .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                            .toList()))
                    .as("at least once")
                    .containsAll(IntStream.rangeClosed(1, 800).boxed().toList());
        } finally {
            kafka.close();
        }
    }

    private static EmbeddedKafka kafka(Path data, int port) {
        return EmbeddedKafka.start(EmbeddedKafkaConfig.of(data, port), fault -> {
            throw fault;
        });
    }

    private double acknowledged() {
        return registry.get("firstlight.source.acknowledged").counter().count();
    }

    @Test
    void logsInOverAnEncryptedConnection() throws Exception {
        assumeThat(runs("openssl", "version")).as("openssl is not installed").isTrue();
        assumeThat(runs(
                        "mosquitto_passwd",
                        "-c",
                        "-b",
                        directory.resolve("users").toString(),
                        "bob",
                        "secret"))
                .as("mosquitto_passwd is not installed")
                .isTrue();
        assertThat(runs(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        directory.resolve("key.pem").toString(),
                        "-out",
                        directory.resolve("cert.pem").toString()))
                .isTrue();
        broker.close();
        Path certificate = directory.resolve("cert.pem");
        broker = MosquittoBroker.in(
                        directory,
                        List.of(
                                "allow_anonymous false",
                                "password_file " + directory.resolve("users"),
                                "certfile " + certificate,
                                "keyfile " + directory.resolve("key.pem")))
                .start();
        Map<String, String> encrypted = Map.of(
                MqttConfig.BROKER,
                "mqtts://localhost:" + broker.port(),
                MqttConfig.TRUSTED,
                certificate.toString(),
                MqttConfig.USER,
                "bob");

        Map<String, String> right = new HashMap<>(encrypted);
        right.put(MqttConfig.PASSWORD, "secret");
        try (MqttSource source = source(right)) {
            source.start(sender);
            awaitWorking(source);
            MqttClientSslConfig trust = TrustedAuthorities.sslConfig(certificate);
            Mqtt5BlockingClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .serverHost("localhost")
                    .serverPort(broker.port())
                    .sslConfig(trust)
                    .simpleAuth()
                    .username("bob")
                    .password("secret".getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .buildBlocking();
            client.connect();
            client.publishWith().topic("lab/1/count").payload(new byte[] {'7'}).send();
            client.disconnect();
            await().atMost(PATIENCE).until(() -> sender.sent().size() == 1);
        }

        double before = registry.get("firstlight.source.failures").counter().count();
        Map<String, String> wrong = new HashMap<>(encrypted);
        wrong.put(MqttConfig.PASSWORD, "guessed");
        try (MqttSource source = source(wrong)) {
            source.start(sender);
            await().atMost(PATIENCE)
                    .until(() ->
                            registry.get("firstlight.source.failures").counter().count() > before);
            assertThat(source.isWorking()).isFalse();
        }
    }

    private boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("command.txt").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
