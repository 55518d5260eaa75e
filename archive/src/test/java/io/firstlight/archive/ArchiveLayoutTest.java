package io.firstlight.archive;

import io.firstlight.archive.sink.SinkState;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Topics that get partitions, go, and come again, under a service that runs or is away: on a real broker and a real PostgreSQL. */
class ArchiveLayoutTest {

    private static final String PLACES =
            "SELECT count(DISTINCT (source_topic, source_partition, source_offset)) FROM archive.event";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
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
    void storesWhatComesThroughPartitionsThatAreAddedWhileItRuns() throws Exception {
        try (ArchiveService service = started()) {
            lab.writeEvents(0, 40);
            eventually().until(() -> events() == 40);
            widen();
            lab.writeEvents(40, 200);
            eventually().until(() -> events() == 200 && service.state() instanceof SinkState.Running);
            assertEvents(200);
            assertNewPartitionsAreRead();
        }
    }

    @Test
    void storesWhatComesThroughPartitionsThatWereAddedWhileItWasAway() throws Exception {
        try (ArchiveService service = started()) {
            lab.writeEvents(0, 40);
            eventually().until(() -> events() == 40 && service.state() instanceof SinkState.Running);
        }
        widen();
        lab.writeEvents(40, 200);
        try (ArchiveService service = started()) {
            eventually().until(() -> events() == 200 && service.state() instanceof SinkState.Running);
            assertEvents(200);
            assertNewPartitionsAreRead();
        }
    }

    @Test
    void storesEachRecordOfATopicThatIsMadeAgainWhileItRunsOnce() throws Exception {
        try (ArchiveService service = started()) {
            lab.writeEvents(0, 100);
            eventually().until(() -> events() == 100);
            // Narrower: some partitions are no more.
            makeEventsAgain(2);
            lab.writeEvents(100, 400);
            eventually().until(() -> events() == 400 && service.state() instanceof SinkState.Running);
            assertEvents(400);
            assertThat(registry.counter("firstlight.archive.topics.recreated").count())
                    .isEqualTo(1);
        }
    }

    @Test
    void storesEachRecordOfATopicThatWasMadeAgainWhileItWasAwayOnce() throws Exception {
        long timeMs = System.currentTimeMillis();
        try (ArchiveService service = started()) {
            lab.write(Topic.EVENT, timeMs, "Lab:1", ArchiveLab.event("Lab", 1, "\"former\""));
            eventually().until(() -> events() == 1 && service.state() instanceof SinkState.Running);
        }
        makeEventsAgain(4);
        // Address, time, partition and offset are those of the former topic's record.
        lab.write(Topic.EVENT, timeMs, "Lab:1", ArchiveLab.event("Lab", 1, "\"present\""));
        lab.write(Topic.EVENT, timeMs, "Lab:1", ArchiveLab.event("Lab", 1, "\"next\""));
        for (int start = 0; start < 2; start++) {
            try (ArchiveService service = started()) {
                eventually().until(() -> events() == 3 && service.state() instanceof SinkState.Running);
            }
        }
        assertThat(lab.query("SELECT payload #>> '{}' FROM archive.event ORDER BY source_topic, source_offset"))
                .containsExactly("former", "present", "next");
        assertThat(lab.query("SELECT source_offset FROM archive.event ORDER BY source_topic, source_offset"))
                .containsExactly("0", "0", "1");
        assertThat(lab.number(PLACES)).isEqualTo(3);
    }

    private void widen() throws Exception {
        lab.admin()
                .createPartitions(Map.of(lab.plan().name(Topic.EVENT), NewPartitions.increaseTo(7)))
                .all()
                .get();
        lab.renewProducer();
    }

    private void makeEventsAgain(int partitions) throws Exception {
        String name = lab.plan().name(Topic.EVENT);
        lab.admin().deleteTopics(List.of(name)).all().get();
        lab.renewProducer();
        NewTopic again = new NewTopic(name, partitions, (short) 1);
        // The broker may still list what is gone, and then nothing is made.
        eventually()
                .until(() -> !TopicCreation.ensure(lab.admin(), List.of(again)).isEmpty());
    }

    /** Every value from 0 on is stored, none twice, and each from a place of its own. */
    private void assertEvents(int count) {
        assertThat(events()).isEqualTo(count);
        assertThat(lab.number("SELECT count(DISTINCT payload ->> 'n') FROM archive.event"))
                .isEqualTo(count);
        assertThat(lab.number(PLACES)).isEqualTo(count);
    }

    private void assertNewPartitionsAreRead() {
        assertThat(lab.number("SELECT count(*) FROM archive.event WHERE source_partition >= 4"))
                .isPositive();
    }

    private long events() {
        return lab.number("SELECT count(*) FROM archive.event");
    }

    private ArchiveService started() {
        ArchiveService service =
                new ArchiveService(ArchiveConfig.from(lab.configuration()), Clock.systemUTC(), registry);
        service.start();
        return service;
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
    }
}
