package io.firstlight.router.liveness;

import io.firstlight.router.latest.Homes;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** The core in its topology, on one partition: the driver has no more. */
class LivenessTopologyTest {

    private static final TopicPlan PLAN = TopicPlan.defaults();
    private static final String APPLICATION_ID = LivenessTopology.applicationId("firstlight-router");
    private static final Instant BEGIN = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final int MANY = 1_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong fetches = new AtomicLong();
    private final TopologyTestDriver driver;
    private Instant now = BEGIN;

    LivenessTopologyTest() {
        // The driver has partition 0 alone, and most components are at home elsewhere; these two are not.
        Homes homes = new Homes(Map.of(PLAN.name(Topic.TELEMETRY), MANY));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        driver = new TopologyTestDriver(
                LivenessTopology.build(
                        PLAN,
                        APPLICATION_ID,
                        homes,
                        LivenessConfig.defaults(),
                        fetches::get,
                        new LivenessMetrics(registry)),
                settings,
                BEGIN);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void saysInTheEventTopicUnderTheComponentsOwnAddressWhoIsAliveAndWhoFellSilent() {
        Component component = atHome();
        for (int i = 0; i < 40; i++) {
            send(Topic.TELEMETRY, component, "telemetry");
            second();
        }
        for (int i = 0; i < 5; i++) {
            second();
        }
        List<TestRecord<String, byte[]>> events = output(PLAN.name(Topic.EVENT));
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.key()).isEqualTo(component.key());
            assertThat(event.headers().lastHeader("liveness")).isNotNull();
            ComponentRecord record = (ComponentRecord) RecordParser.parse(event.value());
            assertThat(record.category().topic()).isEqualTo(Topic.EVENT);
            assertThat(record.component()).isEqualTo(component);
            assertThat(record.producer()).isEqualTo("router");
            assertThat(record.streams())
                    .singleElement()
                    .satisfies(stream -> assertThat(stream.stream()).isEqualTo("liveness"));
        });
        assertThat(text(events.getFirst())).contains("{\"liveness\": [{\"state\": {\"value\": \"alive\", ");
        assertThat(text(events.getLast()))
                .contains(
                        "{\"liveness\": [{\"state\": {\"value\": \"silent\", \"dataType\": \"String\", \"units\": \"unitless\"}, ");
        assertThat(events.getLast().getRecordTime()).isEqualTo(now.minusSeconds(2));
        assertThat(meter("known")).isEqualTo(1);
        assertThat(meter("silent")).isEqualTo(1);
        assertThat(registry.get("firstlight.liveness.events").counter().count()).isEqualTo(2);
    }

    @Test
    void takesItsOwnEventsForNoSignOfLife() {
        Component component = atHome();
        for (int i = 0; i < 40; i++) {
            send(Topic.TELEMETRY, component, "telemetry");
            second();
        }
        output(PLAN.name(Topic.EVENT))
                .forEach(event -> driver.createInputTopic(
                                PLAN.name(Topic.EVENT), new ByteArraySerializer(), new ByteArraySerializer())
                        .pipeInput(new TestRecord<>(
                                component.key().getBytes(StandardCharsets.UTF_8),
                                event.value(),
                                event.headers(),
                                now)));
        for (int i = 0; i < 3; i++) {
            second();
        }
        assertThat(output(PLAN.name(Topic.EVENT))).hasSize(1);
    }

    @Test
    void judgesNobodyWhileTheBrokersDoNotAnswer() {
        Component component = atHome();
        for (int i = 0; i < 40; i++) {
            send(Topic.TELEMETRY, component, "telemetry");
            second();
        }
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(1);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
        assertThat(output(PLAN.name(Topic.EVENT))).hasSize(1);
    }

    @Test
    void sendsTheSignsOfOthersHomeAndHearsThoseThatComeHome() {
        Component elsewhere = new Component("Elsewhere", 1);
        send(Topic.EVENT, elsewhere, "event");
        List<TestRecord<String, byte[]>> strays = output(RouterContract.straysTopic(APPLICATION_ID));
        assertThat(strays).singleElement().satisfies(stray -> {
            assertThat(stray.key()).isEqualTo(Integer.toString(homes().home(PLAN.name(Topic.TELEMETRY), elsewhere)));
            assertThat(Sign.of(stray.value()))
                    .hasValueSatisfying(sign -> assertThat(sign.component()).isEqualTo(elsewhere));
        });
        assertThat(meter("known")).isZero();
        driver.createInputTopic(
                        RouterContract.straysTopic(APPLICATION_ID),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())
                .pipeInput(new byte[] {'0'}, strays.getFirst().value(), now);
        second();
        assertThat(meter("known")).isEqualTo(1);
    }

    @Test
    void goesOnAfterRecordsThatAreNone() {
        for (byte[] value : List.of(new byte[0], new byte[] {(byte) 0xff})) {
            driver.createInputTopic(PLAN.name(Topic.LOG), new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(value, value, now);
            driver.createInputTopic(
                            RouterContract.straysTopic(APPLICATION_ID),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())
                    .pipeInput(value, value, now);
        }
        second();
        assertThat(meter("known")).isZero();
        assertThat(registry.get("firstlight.liveness.records").counter().count())
                .isEqualTo(2);
    }

    @Test
    void keepsInItsStoreWhatItLearned() {
        Component component = atHome();
        for (int i = 0; i < 40; i++) {
            send(Topic.TELEMETRY, component, "telemetry");
            second();
        }
        byte[] kept = (byte[]) driver.getKeyValueStore(LivenessTopology.STORE)
                .get(component.key().getBytes(StandardCharsets.UTF_8));
        assertThat(ComponentLife.of(kept))
                .hasValueSatisfying(life -> assertThat(life.component()).isEqualTo(component));
    }

    private static Homes homes() {
        return new Homes(Map.of(PLAN.name(Topic.TELEMETRY), MANY));
    }

    private static Component atHome() {
        for (int salindex = 0; ; salindex++) {
            Component component = new Component("A", salindex);
            if (homes().home(PLAN.name(Topic.TELEMETRY), component) == 0) {
                return component;
            }
        }
    }

    private void send(Topic topic, Component component, String category) {
        byte[] key = component.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = ("{\"category\":\"" + category + "\",\"csc\":\"" + component.csc() + "\",\"salindex\":"
                        + component.salindex() + ",\"data\":{\"s\":{}}}")
                .getBytes(StandardCharsets.UTF_8);
        driver.createInputTopic(PLAN.name(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, now);
    }

    private void second() {
        now = now.plusSeconds(1);
        fetches.incrementAndGet();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    private List<TestRecord<String, byte[]>> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private double meter(String name) {
        return registry.get("firstlight.liveness." + name).gauge().value();
    }

    private static String text(TestRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
