package io.firstlight.router.latest;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules, on one partition: the driver has no more. Those that need more are in {@link IncludedTest} and the broker tests. */
class LatestTopologyTest {

    private static final TopicPlan PLAN = TopicPlan.defaults();
    private static final String APPLICATION_ID = "firstlight-router";
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final String STATE = PLAN.name(Topic.STATE);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TopologyTestDriver driver = driver(1);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void writesOneEntryForEachStreamOfARecord() {
        send(
                Topic.TELEMETRY,
                "{\"category\":\"telemetry\",\"csc\":\"Host\",\"salindex\":1,\"data\":{\"cpu\":{\"load\":{\"value\":1}}, \"disk\" : [2]},"
                        + "\"producer\":\"p\",\"producer_snd\":7}",
                1234);

        assertThat(state())
                .containsExactly(
                        "telemetry:Host:1:cpu={\"category\":\"telemetry\",\"csc\":\"Host\",\"salindex\":1,\"stream\":\"cpu\","
                                + "\"value\":{\"load\":{\"value\":1}},\"time\":1234,\"producer\":\"p\",\"producer_snd\":7}"
                                + " from firstlight.telemetry/0/0 at 1234",
                        "telemetry:Host:1:disk={\"category\":\"telemetry\",\"csc\":\"Host\",\"salindex\":1,\"stream\":\"disk\","
                                + "\"value\":[2],\"time\":1234,\"producer\":\"p\",\"producer_snd\":7}"
                                + " from firstlight.telemetry/0/0 at 1234");
        assertThat(count("entries")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"TELEMETRY", "EVENT", "ACK", "LOG", "HEARTBEAT"})
    void keepsTheStateOfTheseCategories(Category category) {
        send(category.topic(), record(category, "A", 1, "1"), 5);
        TestRecord<String, byte[]> entry = output(STATE).readRecord();
        assertThat(Address.ofStateKey(entry.key())).isEqualTo(Address.of(category, "A", 1, "s"));
        assertThat(StateEntry.parse(entry.value())).isPresent();
        assertThat(RouterContract.categories()).contains(category);
    }

    @Test
    void readsNeitherCommandsNorRequestsForInitialState() {
        assertThat(RouterContract.sources()).doesNotContain(Topic.COMMAND, Topic.INITIAL_STATE, Topic.MESSAGE);
    }

    @Test
    void followsTheOrderOfAPartitionEvenWhereTimeStampsGoBack() {
        send(Topic.EVENT, event("1"), 100);
        send(Topic.EVENT, event("2"), 50);
        assertThat(state()).hasSize(2).last().asString().contains("\"value\":2").contains("firstlight.event/0/1");
    }

    @Test
    void leavesOutWhatTheStateIncludesAlready() {
        store().put(key("event:A:1:s"), new Included(0, 7, 10, null).toBytes());
        for (int offset = 0; offset <= 8; offset++) {
            send(Topic.EVENT, event(Integer.toString(offset)), 1000);
        }
        assertThat(state()).singleElement().asString().contains("\"value\":8").contains("firstlight.event/0/8");
        assertThat(skipped("included")).isEqualTo(8);
    }

    @Test
    void letsTheLaterTimeWinOverARecordFromAnotherPartition() {
        store().put(key("event:A:1:s"), new Included(3, 7, 1000, null).toBytes());
        send(Topic.EVENT, event("1"), 999);
        assertThat(state()).isEmpty();
        assertThat(skipped("older")).isEqualTo(1);
        send(Topic.EVENT, event("2"), 1000);
        assertThat(state()).singleElement().asString().contains("\"value\":2");
    }

    @Test
    void deletesAnAddressByANullPayloadAndLetsItComeBack() {
        send(Topic.EVENT, event("1"), 10);
        send(Topic.EVENT, event(" null "), 20);
        send(Topic.EVENT, event("3"), 30);
        List<TestRecord<String, byte[]>> written = output(STATE).readRecordsToList();
        assertThat(written).hasSize(3);
        assertThat(written.get(1).key()).isEqualTo("event:A:1:s");
        assertThat(written.get(1).value()).isNull();
        assertThat(source(written.get(1))).isEqualTo("firstlight.event/0/1");
        assertThat(written.get(2).value()).isNotNull();
        assertThat(count("tombstones")).isEqualTo(1);
    }

    @Test
    void doesNotReviveADeletedAddressByAnOlderRecord() {
        store().put(key("event:A:1:s"), new Included(3, 7, 1000, null).toBytes());
        send(Topic.EVENT, event("null"), 2000);
        store().put(key("event:A:1:s"), new Included(2, 7, 2000, null).toBytes());
        send(Topic.EVENT, event("1"), 1500);
        assertThat(output(STATE).readRecordsToList())
                .singleElement()
                .satisfies(written -> assertThat(written.value()).isNull());
    }

    @Test
    void doesNotTakeTheTextNullForADeletion() {
        send(Topic.EVENT, event("\"null\""), 10);
        send(Topic.EVENT, event("[null]"), 10);
        assertThat(output(STATE).readRecordsToList())
                .hasSize(2)
                .allSatisfy(written -> assertThat(written.value()).isNotNull());
    }

    @Test
    void writesNothingForARecordWithoutStreams() {
        send(Topic.EVENT, "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":1,\"data\":{}}", 1);
        assertThat(state()).isEmpty();
        assertThat(output(PLAN.name(Topic.QUARANTINE)).readRecordsToList()).isEmpty();
    }

    @Test
    void keepsItsOwnHeaderOnlyInTheState() {
        input(PLAN.name(Topic.EVENT))
                .pipeInput(new TestRecord<>(
                        key("A:1"),
                        event("1").getBytes(StandardCharsets.UTF_8),
                        new RecordHeaders().add("source", key("forged/0/999")),
                        5L));
        assertThat(output(STATE).readRecord().getHeaders())
                .singleElement()
                .satisfies(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .isEqualTo("firstlight.event/0/0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{\"category\":\"event\"}",
                "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":NaN}}",
                "{\"category\":\"log\",\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":1}}"
            })
    void quarantinesWhatIsNoRecordOfItsTopicAndGoesOn(String bad) {
        input(PLAN.name(Topic.EVENT))
                .pipeInput(new TestRecord<>(
                        key("k\0"),
                        bad.getBytes(StandardCharsets.UTF_8),
                        new RecordHeaders().add("theirs", new byte[] {1}),
                        5L));
        send(Topic.EVENT, event("1"), 6);

        TestRecord<String, byte[]> quarantined =
                output(PLAN.name(Topic.QUARANTINE)).readRecord();
        assertThat(quarantined.key()).isEqualTo("k\0");
        assertThat(quarantined.value()).isEqualTo(bad.getBytes(StandardCharsets.UTF_8));
        assertThat(quarantined.headers().lastHeader("theirs").value()).containsExactly(1);
        assertThat(QuarantineHeaders.of(quarantined.headers())).hasValueSatisfying(headers -> {
            assertThat(headers.source()).isEqualTo("firstlight.event/0/0");
            assertThat(headers.service()).isEqualTo("router");
            assertThat(headers.reason()).isNotBlank();
        });
        assertThat(quarantined.timestamp())
                .as("not the record's: retention would take it")
                .isEqualTo(NOW.toEpochMilli());
        assertThat(state()).hasSize(1);
        assertThat(count("quarantined")).isEqualTo(1);
    }

    @Test
    void quarantinesARecordWithoutKeyAndValueAsItIs() {
        input(PLAN.name(Topic.EVENT)).pipeInput(new TestRecord<>(null, null, new RecordHeaders(), 5L));
        TestRecord<String, byte[]> quarantined =
                output(PLAN.name(Topic.QUARANTINE)).readRecord();
        assertThat(quarantined.key()).isNull();
        assertThat(quarantined.value()).isNull();
    }

    @Test
    void tellsOnlyTheReasonOfWhatNoTopicHolds() {
        byte[] huge = new byte[TopicPlan.MAX_DERIVED_RECORD_BYTES];
        input(PLAN.name(Topic.EVENT)).pipeInput(new TestRecord<>(key("A:1"), huge, new RecordHeaders(), 5L));
        TestRecord<String, byte[]> quarantined =
                output(PLAN.name(Topic.QUARANTINE)).readRecord();
        assertThat(quarantined.value()).isEmpty();
        assertThat(QuarantineHeaders.of(quarantined.headers()))
                .hasValueSatisfying(headers -> assertThat(headers.reason()).contains("too large"));
    }

    @Test
    void writesTheLargestRecordThatASourceTopicTakes() {
        String value = event(
                "\"" + "x".repeat(TopicPlan.MAX_RECORD_BYTES - event("\"\"").length() - 100) + "\"");
        send(Topic.EVENT, value, 5);
        TestRecord<String, byte[]> entry = output(STATE).readRecord();
        assertThat(entry.value().length).isLessThan(TopicPlan.maxBatchBytes(Topic.STATE) - 10_000);
    }

    @Test
    void stampsNoEntryAheadOfTheClockButKeepsItsTime() {
        long ahead = NOW.toEpochMilli() + 3_600_000;
        send(Topic.EVENT, event("1"), ahead);
        TestRecord<String, byte[]> entry = output(STATE).readRecord();
        assertThat(entry.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(StateEntry.parse(entry.value()).orElseThrow().timeMs()).isEqualTo(ahead);
    }

    @Test
    void takesARecordThatCameThroughAForeignPartitionHomeOverTheStraysTopic() {
        restart(64);
        int strays = 0;
        for (int salindex = 0; salindex < 20; salindex++) {
            send(Topic.EVENT, record(Category.EVENT, "A", salindex, Integer.toString(salindex)), 1000 + salindex);
            strays += new Homes(Map.of("t", 64)).home("t", new io.firstlight.schemas.address.Component("A", salindex))
                            == 0
                    ? 0
                    : 1;
        }
        assertThat(strays).isPositive();
        assertThat(count("strays")).isEqualTo(strays);
        List<TestRecord<String, byte[]>> entries = output(STATE).readRecordsToList();
        assertThat(entries).hasSize(20);
        for (TestRecord<String, byte[]> entry : entries) {
            int salindex = Address.ofStateKey(entry.key()).component().salindex();
            assertThat(StateEntry.parse(entry.value()).orElseThrow().timeMs()).isEqualTo(1000L + salindex);
            assertThat(source(entry)).isEqualTo("firstlight.event/0/" + salindex);
        }
    }

    @Test
    void quarantinesWhatSomebodyElseWroteToTheStraysTopic() {
        input(RouterContract.straysTopic(APPLICATION_ID))
                .pipeInput(new TestRecord<>(
                        key("0"), event("1").getBytes(StandardCharsets.UTF_8), new RecordHeaders(), 5L));
        assertThat(state()).isEmpty();
        assertThat(output(PLAN.name(Topic.QUARANTINE)).readRecordsToList()).hasSize(1);
    }

    private void restart(int partitions) {
        driver.close();
        driver = driver(partitions);
    }

    private TopologyTestDriver driver(int partitions) {
        Homes homes = new Homes(RouterContract.sources().stream()
                .map(PLAN::name)
                .collect(Collectors.toMap(Function.identity(), topic -> partitions)));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        return new TopologyTestDriver(
                LatestTopology.build(PLAN, APPLICATION_ID, homes, Map.of(), 1, new LatestMetrics(registry)),
                settings,
                NOW);
    }

    private void send(Topic topic, String value, long timeMs) {
        input(PLAN.name(topic)).pipeInput(key("A:1"), value.getBytes(StandardCharsets.UTF_8), timeMs);
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private List<String> state() {
        return output(STATE).readRecordsToList().stream()
                .map(entry -> entry.key() + "=" + new String(entry.value(), StandardCharsets.UTF_8) + " from "
                        + source(entry) + " at " + entry.timestamp())
                .toList();
    }

    private static String source(TestRecord<String, byte[]> entry) {
        return SourceOffset.parse(
                        entry.headers().lastHeader(SourceOffset.HEADER).value())
                .orElseThrow()
                .toString();
    }

    private org.apache.kafka.streams.state.KeyValueStore<byte[], byte[]> store() {
        return driver.getKeyValueStore(LatestTopology.STORE);
    }

    private double count(String name) {
        return Objects.requireNonNull(registry.find("firstlight.router." + name).counter())
                .count();
    }

    private double skipped(String reason) {
        return Objects.requireNonNull(registry.find("firstlight.router.skipped")
                        .tag("reason", reason)
                        .counter())
                .count();
    }

    private static String event(String payload) {
        return record(Category.EVENT, "A", 1, payload);
    }

    private static String record(Category category, String csc, int salindex, String payload) {
        return "{\"category\":\"" + category.wireName() + "\",\"csc\":\"" + csc + "\",\"salindex\":" + salindex
                + ",\"data\":{\"s\":" + payload + "}}";
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
