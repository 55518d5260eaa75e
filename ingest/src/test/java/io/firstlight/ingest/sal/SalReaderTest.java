package io.firstlight.ingest.sal;

import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalTopicKind.FieldKind;
import io.firstlight.ingest.component.Interest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** The core, step by step: what a real broker does too seldom to wait for. */
final class SalReaderTest {

    private static final SalTopicKind POSITION =
            SalTopicKind.telemetry("Dome", "position", FieldKind.of("n", Schema.Type.INT, "count"));
    private static final TopicPartition PLACE = new TopicPartition("lsst.sal.Dome.position", 0);
    private static final TopicPartition OTHER = new TopicPartition("lsst.sal.Mount.position", 0);
    private static final TopicPartition STATE = new TopicPartition("lsst.sal.Dome.logevent_state", 0);
    private static final TopicPartition MODE = new TopicPartition("lsst.sal.Dome.logevent_mode", 0);
    private static final int TROUBLED = 2;
    private static final Duration DISCOVERY = Duration.ofSeconds(5);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final FakeDirectory directory = new FakeDirectory();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SalMeters meters = new SalMeters(registry);
    private final Heard heard = new Heard();
    private long nowNs;
    private final OneSchema schemaRegistry = new OneSchema();
    private final Schemas schemas = new Schemas(schemaRegistry, () -> nowNs, () -> 0.5, meters);
    private final SalReader reader = new SalReader(
            consumer,
            directory,
            schemas,
            List.of(Interest.inEverything()),
            new SalReader.Settings("lsst.sal.", 500, DISCOVERY),
            new Beat(heard, () -> true, () -> nowNs, meters),
            meters,
            InstantSource.system(),
            () -> nowNs);

    /** One schema under every id, but for one that it has trouble with. */
    private static final class OneSchema implements SchemaRegistry {
        boolean hasTrouble;

        @Override
        public CompletableFuture<Answer> schema(int id) {
            if (id == TROUBLED && hasTrouble) {
                return CompletableFuture.completedFuture(new Answer.Away("status 500"));
            }
            return CompletableFuture.completedFuture(
                    new Answer.Found(POSITION.schema().toString()));
        }

        @Override
        public void close() {}
    }

    /** Knows what it is told. */
    private static final class FakeDirectory implements TopicDirectory {
        final Map<TopicPartition, Uuid> ids = new HashMap<>();
        final Map<TopicPartition, Extent> extents = new HashMap<>();
        boolean fails;
        /** Answers only when this is completed. */
        CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

        int looks;

        void has(TopicPartition place, Uuid id, long beginning, long end) {
            ids.put(place, id);
            extents.put(place, new Extent(beginning, end));
        }

        @Override
        public CompletableFuture<Listing> look(Predicate<String> wanted, Map<TopicPartition, Uuid> known) {
            looks++;
            if (fails) {
                return CompletableFuture.failedFuture(new KafkaException("test"));
            }
            Map<String, Uuid> topics = new HashMap<>();
            Map<TopicPartition, Extent> fresh = new HashMap<>();
            ids.forEach((place, id) -> {
                if (wanted.test(place.topic())) {
                    topics.put(place.topic(), id);
                    Extent extent = extents.get(place);
                    if (extent != null && !id.equals(known.get(place))) {
                        fresh.put(place, extent);
                    }
                }
            });
            Listing listing = new Listing(topics, fresh);
            return gate.thenApply(unused -> listing);
        }

        @Override
        public void close() {}
    }

    /** A mock forgets what it has returned, so no record may have to wait. */
    @BeforeEach
    void knowTheSchema() {
        schemas.of(1);
        schemas.turn();
    }

    private void turns(int times) {
        for (int i = 0; i < times; i++) {
            reader.turn(Duration.ZERO);
        }
    }

    /** Time for the next look, and turns to make it and to use it. */
    private void lookAgain() {
        nowNs += DISCOVERY.toNanos();
        turns(2);
    }

    private void record(TopicPartition place, long offset) {
        record(place, offset, 1);
    }

    private void record(TopicPartition place, long offset, int schema) {
        GenericRecord record = new GenericData.Record(POSITION.schema());
        POSITION.schema()
                .getFields()
                .forEach(field -> record.put(field.pos(), GenericData.get().getDefaultValue(field)));
        record.put("n", (int) offset);
        consumer.addRecord(new ConsumerRecord<>(
                place.topic(), place.partition(), offset, new byte[0], SalComponents.framed(schema, record)));
    }

    private double jumps(String reason) {
        return registry.get("firstlight.sal.jumps")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void readsOnFromTheEndOfALogThatHasLostRecords() {
        directory.has(PLACE, Uuid.randomUuid(), 0, 5);
        turns(2);
        assertThat(heard.hasCaughtUp()).isTrue();
        record(PLACE, 5);
        turns(3);
        assertThat(heard.numbers()).containsExactly(5L);

        directory.extents.put(PLACE, new TopicDirectory.Extent(0, 3));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(PLACE, 6L)));
        turns(1);
        assertThat(consumer.assignment()).isEmpty();
        turns(2);
        assertThat(consumer.position(PLACE)).isEqualTo(3);
        assertThat(jumps("truncated")).isEqualTo(1);
        record(PLACE, 3);
        turns(1);
        assertThat(heard.numbers()).containsExactly(5L, 3L);
    }

    @Test
    void readsATopicFromItsBeginningThatWasMadeAgainBetweenTwoLooks() {
        directory.has(PLACE, Uuid.randomUuid(), 0, 5);
        turns(2);
        directory.has(PLACE, Uuid.randomUuid(), 0, 2);
        lookAgain();
        assertThat(jumps("made_again")).isEqualTo(1);
        assertThat(consumer.position(PLACE)).isZero();
    }

    @Test
    void looksAgainLaterWhenALookFails() {
        directory.fails = true;
        turns(2);
        directory.fails = false;
        directory.has(PLACE, Uuid.randomUuid(), 0, 5);
        turns(5);
        assertThat(directory.looks).isEqualTo(1);
        assertThat(heard.hasCaughtUp()).isFalse();
        assertThat(registry.get("firstlight.sal.broker.failures").counter().count())
                .isEqualTo(1);
        lookAgain();
        assertThat(consumer.assignment()).containsExactly(PLACE);
        assertThat(heard.hasCaughtUp()).isTrue();
    }

    @Test
    void leavesATopicThatItMayNotReadAloneUntilTheNextLook() {
        directory.has(PLACE, Uuid.randomUuid(), 0, 0);
        directory.has(OTHER, Uuid.randomUuid(), 0, 0);
        turns(2);
        consumer.setPollException(new TopicAuthorizationException(Set.of(PLACE.topic())));
        turns(1);
        assertThat(consumer.assignment()).containsExactly(OTHER);
        record(OTHER, 0);
        turns(3);
        assertThat(heard.numbers()).containsExactly(0L);
        lookAgain();
        assertThat(consumer.assignment()).containsExactlyInAnyOrder(PLACE, OTHER);
        assertThat(consumer.position(PLACE)).isZero();
    }

    @Test
    void catchesUpWithoutATopicThatItMayNotReadAndDeliversItsPastLater() {
        directory.has(STATE, Uuid.randomUuid(), 0, 1);
        directory.has(MODE, Uuid.randomUuid(), 0, 1);
        turns(2);
        consumer.setPollException(new TopicAuthorizationException(Set.of(STATE.topic())));
        turns(1);
        assertThat(heard.hasCaughtUp()).as("the other has not been read").isFalse();
        record(MODE, 0);
        turns(1);
        assertThat(heard.lines()).containsExactly("Dome:0 mode 0*");
        assertThat(heard.hasCaughtUp()).isTrue();
        lookAgain();
        consumer.setPollException(new TopicAuthorizationException(Set.of(STATE.topic())));
        turns(1);

        lookAgain();
        record(STATE, 0);
        record(STATE, 1);
        turns(2);
        assertThat(heard.lines()).containsExactly("Dome:0 mode 0*", "Dome:0 state 0*", "Dome:0 state 1");
        assertThat(heard.caughtUp).hasValue(1);
    }

    @Test
    void catchesUpWithoutATopicWhoseSchemaDoesNotComeAndDeliversItsPastLater() {
        schemaRegistry.hasTrouble = true;
        directory.has(STATE, Uuid.randomUuid(), 0, 1);
        directory.has(MODE, Uuid.randomUuid(), 0, 1);
        turns(2);
        record(STATE, 0, TROUBLED);
        turns(1);
        nowNs += Duration.ofSeconds(20).toNanos();
        record(MODE, 0);
        turns(1);
        assertThat(heard.hasCaughtUp()).isFalse();
        nowNs += Duration.ofSeconds(11).toNanos();
        turns(1);
        assertThat(heard.hasCaughtUp()).isTrue();
        assertThat(heard.lines()).containsExactly("Dome:0 mode 0*");
        assertThat(reader.isWorking()).isFalse();

        schemaRegistry.hasTrouble = false;
        // The answer to the last question is one of trouble still.
        for (int questions = 0; questions < 2; questions++) {
            nowNs += Schemas.LONGEST_WAIT.toNanos();
            turns(2);
        }
        record(STATE, 0, TROUBLED);
        turns(2);
        assertThat(heard.lines()).containsExactly("Dome:0 mode 0*", "Dome:0 state 0*");
        assertThat(reader.isWorking()).isTrue();
    }

    @Test
    void catchesUpWithoutATopicOfWhichNothingComesAndDeliversItsPastLater() {
        directory.has(STATE, Uuid.randomUuid(), 0, 1);
        turns(2);
        nowNs += Duration.ofSeconds(29).toNanos();
        turns(1);
        assertThat(heard.hasCaughtUp()).isFalse();
        nowNs += Duration.ofSeconds(2).toNanos();
        turns(1);
        assertThat(heard.hasCaughtUp()).isTrue();

        record(STATE, 0);
        turns(2);
        assertThat(heard.lines()).containsExactly("Dome:0 state 0*");
    }

    @Test
    void doesNotCatchUpWhileNoBrokerAnswers() {
        directory.has(STATE, Uuid.randomUuid(), 0, 1);
        turns(2);
        directory.fails = true;
        for (int looks = 0; looks < 10; looks++) {
            lookAgain();
        }
        assertThat(heard.hasCaughtUp()).isFalse();
        directory.fails = false;
        lookAgain();
        assertThat(heard.hasCaughtUp()).isFalse();
        record(STATE, 0);
        turns(2);
        assertThat(heard.lines()).containsExactly("Dome:0 state 0*");
        assertThat(heard.hasCaughtUp()).isTrue();
    }

    @Test
    void waitsForASchemaForAWhileBeforeItSaysThatItHasCaughtUp() {
        schemaRegistry.hasTrouble = true;
        directory.has(STATE, Uuid.randomUuid(), 0, 1);
        turns(2);
        record(STATE, 0, TROUBLED);
        turns(1);
        nowNs += Duration.ofSeconds(29).toNanos();
        turns(2);
        assertThat(heard.hasCaughtUp()).isFalse();
        nowNs += Duration.ofSeconds(1).toNanos();
        turns(1);
        assertThat(heard.hasCaughtUp()).isTrue();
    }

    @Test
    void catchesUpThoughATopicIsDeletedMeanwhile() {
        SalTopicKind event = SalTopicKind.event("Dome", "state");
        TopicPartition place = new TopicPartition(event.topic("sal"), 0);
        directory.has(place, Uuid.randomUuid(), 0, 5);
        turns(3);
        assertThat(heard.hasCaughtUp()).isFalse();
        directory.ids.clear();
        lookAgain();
        assertThat(heard.hasCaughtUp()).isTrue();
        assertThat(consumer.assignment()).isEmpty();
    }

    @Test
    void keepsItsPlaceWhenItIsLostWhileALookIsUnderWay() {
        directory.has(PLACE, Uuid.randomUuid(), 0, 5);
        turns(2);
        record(PLACE, 5);
        turns(2);
        directory.gate = new CompletableFuture<>();
        nowNs += DISCOVERY.toNanos();
        turns(1);
        directory.extents.put(PLACE, new TopicDirectory.Extent(2, 9));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(PLACE, 6L)));
        turns(1);
        assertThat(consumer.assignment()).isEmpty();
        directory.gate.complete(null);
        turns(1);
        lookAgain();
        assertThat(consumer.position(PLACE)).isEqualTo(6);
    }

    @Test
    void takesATopicThatCouldNotBeReadAtTheStartForAnOldOne() {
        directory.ids.put(PLACE, Uuid.randomUuid());
        turns(2);
        assertThat(heard.hasCaughtUp()).isTrue();
        directory.extents.put(PLACE, new TopicDirectory.Extent(0, 5));
        lookAgain();
        assertThat(consumer.position(PLACE)).isEqualTo(5);
    }
}
