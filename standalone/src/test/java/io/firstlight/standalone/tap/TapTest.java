package io.firstlight.standalone.tap;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.CommandRun;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The real command line on a real broker: {@code topics} makes the topics, a plain producer writes, {@code tap} prints. */
@Timeout(120)
final class TapTest {

    private static final String KAFKA = TestKafka.shared().bootstrapServers();
    private static final String PREFIX = "tap-test.";
    private static final TopicPlan PLAN = TopicPlan.from(Map.of("FIRSTLIGHT_TOPIC_PREFIX", PREFIX));
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @BeforeAll
    static void writeRecords() throws Exception {
        // What is written lies in the past for ever, and the broker's retention would take it.
        Map<String, String> kept = Map.of("FIRSTLIGHT_RETENTION_EVENT", "P36500D");
        assertThat(CommandRun.with(kept, "topics", "create", "--kafka", KAFKA, "--topic-prefix", PREFIX)
                        .out())
                .contains("created tap-test.telemetry")
                .hasLineCount(Topic.values().length);
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA), new StringSerializer(), new StringSerializer())) {
            send(producer, 0, "Dome:1", value("Dome", 1, "position"));
            send(producer, 60, "Dome:1", value("Dome", 1, "motor"));
            send(producer, 120, "Dome:2", value("Dome", 2, "position"));
            send(producer, 180, "Mount:0", value("Mount", 0, "position"));
            send(producer, 240, "Mount:0", "no json");
        }
    }

    private static void send(Producer<String, String> producer, int secondsAfterNoon, String key, String value)
            throws Exception {
        long timeMs = NOON.plusSeconds(secondsAfterNoon).toEpochMilli();
        producer.send(new ProducerRecord<>(PLAN.name(Topic.EVENT), 0, timeMs, key, value))
                .get();
    }

    private static String value(String csc, int salindex, String stream) {
        return "{\"category\":\"event\",\"csc\":\"" + csc + "\",\"salindex\":" + salindex + ",\"data\":{\"" + stream
                + "\":[{}]}}";
    }

    private static List<String> keysOfLines(String... options) {
        String[] all = Stream.concat(
                        Stream.of("tap", "--kafka", KAFKA, "--topic-prefix", PREFIX, "--topic", "event"),
                        Stream.of(options))
                .toArray(String[]::new);
        CommandRun run = CommandRun.of(all);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out().lines().map(line -> line.split(" +", -1)[2]).toList();
    }

    @Test
    void printsEverythingFromTheBeginningToNow() {
        assertThat(keysOfLines("--from", "beginning", "--until", "-0s"))
                .containsExactly("Dome:1", "Dome:1", "Dome:2", "Mount:0", "Mount:0");
    }

    @Test
    void beginsAndEndsAtTimes() {
        assertThat(keysOfLines("--from", "2026-01-31T12:01:00Z", "--until", "2026-01-31T12:03:00Z"))
                .containsExactly("Dome:1", "Dome:2");
    }

    @Test
    void endsAfterSoManyRecords() {
        assertThat(keysOfLines("--from", "beginning", "--limit", "2")).containsExactly("Dome:1", "Dome:1");
    }

    @Test
    void picksOneComponent() {
        assertThat(keysOfLines("--from", "beginning", "--until", "-0s", "--csc", "Dome:1"))
                .containsExactly("Dome:1", "Dome:1");
        assertThat(keysOfLines("--from", "beginning", "--until", "-0s", "--csc", "Dome"))
                .containsExactly("Dome:1", "Dome:1", "Dome:2");
    }

    @Test
    void picksOneStream() {
        assertThat(keysOfLines("--from", "beginning", "--until", "-0s", "--stream", "position"))
                .containsExactly("Dome:1", "Dome:2", "Mount:0");
    }

    @Test
    void printsNothingOfTheSilentTopicWhenItBeginsAtItsEnd() {
        assertThat(keysOfLines("--until", "-0s")).isEmpty();
    }

    @Test
    void saysWhatToDoWhereThereAreNoTopics() {
        CommandRun run = CommandRun.of("tap", "--kafka", KAFKA, "--topic-prefix", "no-such.", "--topic", "event");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .contains("there is no topic no-such.event at " + KAFKA)
                .contains("firstlight topics create");
    }

    @Test
    void creatingTopicsAgainChangesNothing() {
        // What is written lies in the past for ever, and the broker's retention would take it.
        Map<String, String> kept = Map.of("FIRSTLIGHT_RETENTION_EVENT", "P36500D");
        assertThat(CommandRun.with(kept, "topics", "create", "--kafka", KAFKA, "--topic-prefix", PREFIX)
                        .out())
                .isEqualTo("every topic is there already\n");
    }

    @Test
    void listsTheTopicsWithWhatTheyHold() {
        CommandRun run = CommandRun.of("topics", "list", "--kafka", KAFKA, "--topic-prefix", PREFIX);

        assertThat(run.out().lines())
                .hasSize(1 + Topic.values().length)
                .anySatisfy(line -> assertThat(line.split(" +", -1))
                        .containsExactly("tap-test.event", "4", "1", "36500", "days", "5"))
                .anySatisfy(line -> assertThat(line).contains("tap-test.state").contains("compact"));
    }
}
