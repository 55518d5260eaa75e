package io.firstlight.archive.sink;

import io.firstlight.archive.ArchiveLab;
import io.firstlight.archive.store.QuarantineUnavailable;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The core on a real broker and a real PostgreSQL, stepped by the test. */
class SinkCoreTest {

    private ArchiveLab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new ArchiveLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void storesEveryMessageOnceInTheOrderOfTheLog() throws Exception {
        lab.writeMessages(0, 2_500);
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> messages() == 2_500);
            assertMessages(2_500);
            assertThat(sink.count("firstlight.archive.rows")).isZero();
            assertThat(sink.meters
                            .counter("firstlight.archive.rows", "table", "message")
                            .count())
                    .isEqualTo(2_500);
            assertThat(sink.core.state()).isInstanceOf(SinkState.Running.class);
        }
    }

    @Test
    void storesOneRowPerStreamOfAnEvent() throws Exception {
        lab.write(
                Topic.EVENT,
                "ATDome:2",
                "{\"producer_snd\":1700000000.25,\"category\":\"event\",\"csc\":\"ATDome\",\"salindex\":\"2\",\"data\":"
                        + "{\"summaryState\":[{\"summaryState\":2}],\"errorCode\":{\"text\":\"tab\\t back\\\\slash \\n é\"}}}");
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> events() == 2);
        }
        assertThat(lab.query("SELECT concat_ws(' ', csc, salindex, stream, payload, producer, producer_snd)"
                        + " FROM archive.event ORDER BY stream"))
                .containsExactly(
                        "ATDome 2 errorCode {\"text\": \"tab\\t back\\\\slash \\n é\"} 1700000000.25",
                        "ATDome 2 summaryState [{\"summaryState\": 2}] 1700000000.25");
    }

    @Test
    void aSinkThatDiesWithAFullHandLosesNothing() throws Exception {
        lab.writeMessages(0, 300);
        lab.writeEvents(0, 300);
        try (CoreLab dying = CoreLab.thatOnlyGathers(lab, "g")) {
            stepUntilGathered(dying);
        }
        assertThat(messages()).isZero();

        try (CoreLab heir = CoreLab.of(lab, "g")) {
            heir.stepUntil(() -> messages() == 300 && events() == 300);
        }
        assertMessages(300);
        assertEvents(300);
    }

    @Test
    void aSinkThatDiesBetweenInsertAndCommitLeavesNothingBehind() throws Exception {
        lab.writeMessages(0, 50);
        // The quarantine is the last step before the commit: dying in it is dying there.
        lab.write(Topic.MESSAGE, null, "{\"v\": \"\\u0000\"}");
        lab.writeMessages(50, 100);
        try (CoreLab dying = new CoreLab(lab, "g", new BatchLimits(101, 1 << 30, Duration.ofMinutes(1)), records -> {
            throw new IllegalStateException("killed");
        })) {
            assertThatThrownBy(() -> dying.stepUntil(() -> false)).hasMessage("killed");
        }
        assertThat(messages()).isZero();

        try (CoreLab heir = CoreLab.of(lab, "g")) {
            heir.stepUntil(() -> messages() == 100);
        }
        assertMessages(100);
        assertThat(lab.quarantined()).hasSize(1);
    }

    @Test
    void aConnectionCutBeforeTheCommitIsTriedAgainWithoutDoubles() throws Exception {
        lab.writeMessages(0, 50);
        lab.write(Topic.MESSAGE, null, "{\"v\": \"\\u0000\"}");
        AtomicBoolean cut = new AtomicBoolean();
        try (CoreLab sink = new CoreLab(lab, "g", new BatchLimits(51, 1 << 30, Duration.ofMillis(200)), records -> {
            if (cut.compareAndSet(false, true)) {
                lab.terminateOthers();
            }
        })) {
            sink.stepUntil(() -> messages() == 50);
            assertThat(cut).isTrue();
            assertThat(sink.meters
                            .counter("firstlight.archive.failures", "of", "postgresql")
                            .count())
                    .isEqualTo(1);
            assertThat(sink.core.state()).isInstanceOf(SinkState.Running.class);
        }
        assertMessages(50);
    }

    @Test
    void anUnavailableQuarantineHoldsTheBatchBackAndIsTriedAgain() throws Exception {
        lab.writeMessages(0, 10);
        lab.write(Topic.MESSAGE, null, "no JSON");
        AtomicBoolean available = new AtomicBoolean();
        try (CoreLab sink = new CoreLab(lab, "g", new BatchLimits(11, 1 << 30, Duration.ofMillis(200)), records -> {
            if (!available.get()) {
                throw new QuarantineUnavailable(new IllegalStateException("not now"));
            }
        })) {
            sink.stepUntil(() -> sink.core.state() instanceof SinkState.Degraded);
            assertThat(messages()).isZero();
            available.set(true);
            sink.stepUntil(() -> messages() == 10);
            assertThat(sink.core.state()).isInstanceOf(SinkState.Running.class);
        }
    }

    @Test
    void twoSinksOfOneGroupShareTheWorkWithoutDoublesThroughRebalances() throws Exception {
        lab.writeEvents(0, 400);
        try (CoreLab first = CoreLab.of(lab, "g")) {
            first.stepUntil(() -> events() > 0);
            CoreLab second = CoreLab.of(lab, "g");
            lab.writeEvents(400, 800);
            lab.writeMessages(0, 400);
            CoreLab.stepUntil(() -> events() == 800 && messages() == 400, first, second);
            // Both hold partitions now, and records keep coming while one of them leaves.
            CoreLab.stepUntil(
                    () -> !first.core.placed().isEmpty()
                            && !second.core.placed().isEmpty(),
                    first,
                    second);
            lab.writeEvents(800, 1_200);
            second.core.step(Duration.ofMillis(50));
            second.close();
            lab.writeEvents(1_200, 1_600);
            first.stepUntil(() -> events() == 1_600);
        }
        assertEvents(1_600);
        assertMessages(400);
    }

    @Test
    void aZombieIsFencedAndDropsWhatItHolds() throws Exception {
        lab.writeMessages(0, 100);
        // Two groups stand for two owners who do not know of each other, as after a rebalance that one of them slept
        // through.
        try (CoreLab zombie = new CoreLab(lab, "old", new BatchLimits(101, 1 << 30, Duration.ofMinutes(1)), null);
                CoreLab owner = CoreLab.of(lab, "new")) {
            stepUntilGathered(zombie);
            owner.stepUntil(() -> messages() == 100);
            lab.writeMessages(100, 101);
            zombie.stepUntil(() -> zombie.count("firstlight.archive.fenced") == 1);
            assertThat(messages()).isEqualTo(100);
            owner.stepUntil(() -> messages() == 101);
        }
        assertMessages(101);
    }

    @Test
    void poisonGoesToQuarantineAsItCameAndStopsNothing() throws Exception {
        List<String> poison = List.of(
                "{\"v\": \"\\u0000\"}",
                "{\"v\": NaN}",
                "[1]",
                "no JSON",
                "{\"v\": 1e999999}",
                "{\"v\": 1} {\"v\": 2}",
                "{\"v\": 1");
        for (int i = 0; i < poison.size(); i++) {
            lab.writeMessages(i * 10, (i + 1) * 10);
            lab.write(Topic.MESSAGE, "group", poison.get(i));
        }
        lab.write(Topic.EVENT, "Lab:0", ArchiveLab.event("Lab", 0, "{\"v\": \"\\u0000\"}"));
        lab.writeEvents(0, 1);
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> messages() == 70 && events() == 1);
            assertThat(sink.count("firstlight.archive.quarantined")).isEqualTo(8);
        }
        assertMessages(70);
        List<ConsumerRecord<byte[], byte[]>> quarantined = lab.quarantined();
        assertThat(quarantined)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsAll(poison)
                .hasSize(8);
        QuarantineHeaders first = QuarantineHeaders.of(quarantined.stream()
                        .filter(record -> new String(record.value(), StandardCharsets.UTF_8).equals(poison.getFirst()))
                        .findFirst()
                        .orElseThrow()
                        .headers())
                .orElseThrow();
        assertThat(first.service()).isEqualTo("archive");
        assertThat(first.source()).isEqualTo(lab.plan().name(Topic.MESSAGE) + "/0/10");
        assertThat(first.reason()).contains("22P05", "unsupported Unicode escape sequence");
    }

    @Test
    void malformedRecordsOfTheRoutersTopicsAreCountedAndLeftToTheRouter() throws Exception {
        lab.write(Topic.EVENT, "Lab:0", "no JSON");
        lab.write(Topic.EVENT, "Lab:0", null);
        lab.write(
                Topic.EVENT,
                "Lab:0",
                ArchiveLab.event("Lab", 0, "1").replace("\"category\":\"event\"", "\"category\":\"ack\""));
        lab.writeEvents(0, 1);
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> events() == 1 && sink.count("firstlight.archive.malformed") == 3);
        }
        assertThat(lab.quarantined()).isEmpty();
    }

    @Test
    void aTopicThatWasMadeAgainBeginsAnew() throws Exception {
        lab.writeMessages(0, 20);
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> messages() == 20);
            lab.admin()
                    .deleteTopics(List.of(lab.plan().name(Topic.MESSAGE)))
                    .all()
                    .get();
            Awaitility.await()
                    .until(() -> !TopicCreation.ensure(lab.admin(), lab.plan()).isEmpty());
            lab.writeMessages(20, 60);
            sink.stepUntil(() -> messages() == 60);
        }
        assertMessages(60);
        assertThat(lab.query("SELECT next_offset FROM archive.partition_offset JOIN archive.topic ON topic = number"
                        + " WHERE name LIKE '%message' ORDER BY number"))
                .containsExactly("20", "40");
    }

    @Test
    void recordsThatRetentionTookAreAGapThatIsCounted() throws Exception {
        lab.writeMessages(0, 10);
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> messages() == 10);
        }
        lab.writeMessages(10, 40);
        lab.admin()
                .deleteRecords(
                        Map.of(new TopicPartition(lab.plan().name(Topic.MESSAGE), 0), RecordsToDelete.beforeOffset(30)))
                .all()
                .get();
        try (CoreLab sink = CoreLab.of(lab, "g")) {
            sink.stepUntil(() -> messages() == 20);
            assertThat(sink.count("firstlight.archive.gap.records")).isEqualTo(20);
        }
        assertThat(lab.query("SELECT body ->> 'n' FROM archive.message ORDER BY id"))
                .isEqualTo(IntStream.concat(IntStream.range(0, 10), IntStream.range(30, 40))
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(lab.query("SELECT id FROM archive.message ORDER BY id"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList());
    }

    private static void stepUntilGathered(CoreLab lab) throws InterruptedException {
        lab.stepUntil(() -> lab.core.gatheredRecords() >= 100);
    }

    private long messages() {
        return lab.number("SELECT count(*) FROM archive.message");
    }

    private long events() {
        return lab.number("SELECT count(*) FROM archive.event");
    }

    /** All messages from 0 to before that number, in order, with ids from 1 on. */
    private void assertMessages(int count) {
        assertThat(lab.query("SELECT id || ' ' || (body ->> 'n') FROM archive.message ORDER BY id"))
                .isEqualTo(IntStream.range(0, count)
                        .mapToObj(n -> (n + 1) + " " + n)
                        .toList());
    }

    /** All events from 0 to before that number, each once. */
    private void assertEvents(int count) {
        assertThat(lab.query("SELECT payload ->> 'n' FROM archive.event ORDER BY (payload ->> 'n')::int"))
                .isEqualTo(IntStream.range(0, count).mapToObj(String::valueOf).toList());
    }
}
