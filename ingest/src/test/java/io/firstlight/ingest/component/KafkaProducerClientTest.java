package io.firstlight.ingest.component;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.LogReader;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.schemas.topic.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The way to the platform through a real broker. */
@Timeout(120)
final class KafkaProducerClientTest {

    private static final String SERVERS = TestKafka.shared().bootstrapServers();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static IngestConfig config(String prefix) {
        return IngestConfig.from(Map.of(
                "FIRSTLIGHT_TOPIC_PREFIX", prefix, IngestConfig.KAFKA, SERVERS, IngestConfig.NAME, "producer-test"));
    }

    private static void createTopics(TopicPlan topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
            TopicCreation.ensure(admin, topics);
        }
    }

    private static void ask(LogAppender log, InitialStateRequest question) {
        var unused = log.append(Topic.INITIAL_STATE, question.key().getBytes(UTF_8), question.toValue(), List.of())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static List<String> events(TopicPlan topics) {
        return LogReader.all(SERVERS, topics.name(Topic.EVENT)).stream()
                .map(record -> (ComponentRecord) RecordParser.parse(record.value()))
                .map(record -> record.component().key() + " "
                        + new String(
                                record.value(),
                                record.data().start(),
                                record.data().length(),
                                UTF_8))
                .toList();
    }

    /** Asks with ever other words, until a question is heard: only then is what follows heard, too. */
    private static void awaitListening(LogAppender log, BlockingQueue<InitialStateRequest> heard) throws Exception {
        int[] count = {0};
        assertThat(Waiting.every(Duration.ofMillis(50))
                        .until(
                                () -> {
                                    ask(log, new InitialStateRequest("all", "Nobody", 0, "ping" + count[0]++));
                                    return heard.poll(200, TimeUnit.MILLISECONDS) != null;
                                },
                                PATIENCE))
                .isTrue();
        InitialStateRequest last = new InitialStateRequest("all", "Nobody", 0, "last");
        ask(log, last);
        while (!last.equals(heard.poll(20, TimeUnit.SECONDS))) {
            // The rest of what was asked before.
        }
    }

    @Test
    void aQuestionInTheLogIsAnsweredInTheLog() throws Exception {
        IngestConfig config = config("family-answer.");
        createTopics(config.topics());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        FakeFeed feed = new FakeFeed(new ArrayList<>());
        KafkaProducerClient client = KafkaProducerClient.open(config, registry, InstantSource.system());
        ProducerFactory factory = new ProducerFactory(
                ComponentConfig.from(Map.of()),
                new Surroundings(
                        feed, client, new KafkaLastState(config), registry, InstantSource.system(), System::nanoTime));
        try (ProducerSet set = ProducerSet.of(
                        factory,
                        List.of(factory.make(new Component("ATDome", 0)), factory.make(new Component("ATMCS", 0))));
                TelemetryProducer log =
                        TelemetryProducer.start(config, new SimpleMeterRegistry(), InstantSource.system())) {
            set.start();
            feed.listener()
                    .sample(new Sample(
                            Category.EVENT,
                            new Component("ATDome", 0),
                            "summaryState",
                            1,
                            true,
                            new FakeFields("summaryState", 2)));
            feed.listener().caughtUp();
            String state =
                    "ATDome:0 {\"summaryState\": [{\"summaryState\": {\"value\": 2, \"dataType\": \"Int\", \"units\": \"unitless\"}}]}";
            boolean answered = Waiting.every(Duration.ofMillis(300))
                    .until(
                            () -> {
                                ask(log, new InitialStateRequest("ATDome", "ATDome", 0, "summaryState"));
                                feed.listener().tick();
                                return registry.counter("firstlight.component.answers")
                                                .count()
                                        > 0;
                            },
                            PATIENCE);

            assertThat(answered).isTrue();
            log.flush();
            assertThat(Waiting.every(Duration.ofMillis(100))
                            .until(() -> events(config.topics()).equals(List.of(state, state)), PATIENCE))
                    .as("the event and the answer: %s", events(config.topics()))
                    .isTrue();
        }
    }

    @Test
    void hearsFromTheEndOnWhatItRegisteredForAndWhatIsForAll() throws Exception {
        IngestConfig config = config("family-hear.");
        createTopics(config.topics());
        BlockingQueue<InitialStateRequest> heard = new LinkedBlockingQueue<>();
        try (TelemetryProducer log =
                        TelemetryProducer.start(config, new SimpleMeterRegistry(), InstantSource.system());
                KafkaProducerClient client =
                        KafkaProducerClient.open(config, new SimpleMeterRegistry(), InstantSource.system())) {
            ask(log, new InitialStateRequest("all", "ATDome", 0, "before"));
            client.register("ATDome");
            client.start(heard::add);
            awaitListening(log, heard);

            InitialStateRequest mine = new InitialStateRequest("ATDome", "ATDome", null, "all");
            InitialStateRequest everybodys = new InitialStateRequest("all", "MTMount", 0, "x");
            ask(log, new InitialStateRequest("MTMount", "MTMount", 0, "x"));
            client.send(new Message(Category.INITIAL_STATE, new Component("ATDome", 0), "{}".getBytes(UTF_8)))
                    .get(20, TimeUnit.SECONDS);
            log.append(Topic.INITIAL_STATE, null, "rubbish".getBytes(UTF_8), List.of())
                    .get(20, TimeUnit.SECONDS);
            ask(log, mine);
            ask(log, everybodys);

            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(mine);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(everybodys);
        }
    }

    @Test
    void waitsForATopicThatIsNotThereAndMissesNothingInIt() throws Exception {
        IngestConfig config = config("family-late.");
        BlockingQueue<InitialStateRequest> heard = new LinkedBlockingQueue<>();
        try (KafkaProducerClient client =
                KafkaProducerClient.open(config, new SimpleMeterRegistry(), InstantSource.system())) {
            client.start(heard::add);
            assertThat(heard.poll(1500, TimeUnit.MILLISECONDS))
                    .as("it has looked in vain at least once")
                    .isNull();
            createTopics(config.topics());
            try (TelemetryProducer log =
                    TelemetryProducer.start(config, new SimpleMeterRegistry(), InstantSource.system())) {
                InitialStateRequest first = new InitialStateRequest("all", "ATDome", 0, "first");
                ask(log, first);

                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(first);
            }
        }
    }

    @Test
    void closesInTimeWhereThereIsNoKafka() {
        IngestConfig config = IngestConfig.from(Map.of(
                IngestConfig.KAFKA,
                "127.0.0.1:1",
                IngestConfig.CLOSE_TIMEOUT_MS,
                "100",
                IngestConfig.MAX_BLOCK_MS,
                "100"));
        KafkaProducerClient client =
                KafkaProducerClient.open(config, new SimpleMeterRegistry(), InstantSource.system());
        client.start(question -> {});
        assertThat(client.send(new Message(Category.EVENT, new Component("ATDome", 0), "{}".getBytes(UTF_8))))
                .completesExceptionallyWithin(20, TimeUnit.SECONDS);
        long beganAt = System.nanoTime();
        client.close();
        client.close();

        assertThat(Duration.ofNanos(System.nanoTime() - beganAt)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void messagesWaitForKafkaForAnHourUnlessTheConfigurationSaysOtherwise() {
        assertThat(KafkaProducerClient.configuration(Map.of()).deliveryTimeout())
                .isEqualTo(Duration.ofHours(1));
        assertThat(KafkaProducerClient.configuration(Map.of(IngestConfig.DELIVERY_TIMEOUT_MS, "120000"))
                        .deliveryTimeout())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void theLastStateOfAnAddressIsTheNewestOfItsKey() throws Exception {
        IngestConfig config = config("family-state.");
        Address address = Address.of(Category.EVENT, "Watcher", 0, "stream");
        KafkaLastState lastState = new KafkaLastState(config);
        assertThat(lastState.payload(address).get(60, TimeUnit.SECONDS))
                .as("of a platform that was never there")
                .isEmpty();

        createTopics(config.topics());
        assertThat(lastState.payload(address).get(60, TimeUnit.SECONDS)).isEmpty();
        try (TelemetryProducer log =
                TelemetryProducer.start(config, new SimpleMeterRegistry(), InstantSource.system())) {
            for (String payload : List.of("{\"alarms\": {}}", "{\"alarms\": {\"a\": {}}}")) {
                for (String csc : List.of("Watcher", "Other")) {
                    log.append(
                                    Topic.STATE,
                                    ("event:" + csc + ":0:stream").getBytes(UTF_8),
                                    entry(csc, payload),
                                    List.of())
                            .get(20, TimeUnit.SECONDS);
                }
            }
        }

        Optional<byte[]> payload = lastState.payload(address).get(60, TimeUnit.SECONDS);
        assertThat(payload)
                .hasValueSatisfying(json -> assertThat(new String(json, UTF_8)).isEqualTo("{\"alarms\": {\"a\": {}}}"));
    }

    private static byte[] entry(String csc, String payload) {
        ComponentRecord record = (ComponentRecord) RecordParser.parse(("{\"category\":\"event\",\"csc\":\"" + csc
                        + "\",\"salindex\":0,\"data\":{\"stream\":" + payload + "}}")
                .getBytes(UTF_8));
        return StateEntry.write(record, record.streams().getFirst(), 1_000);
    }
}
