package io.firstlight.archive.store;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.schema.ArchiveSchema;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import static io.firstlight.archive.ArchiveLab.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Batches made by hand, into a real PostgreSQL. */
class BatchStoreTest {

    private static final Uuid TOPIC = new Uuid(1, 1);
    private static final Instant NOON = Instant.parse("2026-07-05T12:00:00Z");

    private final TestPostgres.Database database = TestPostgres.shared().freshDatabase();
    private final HikariDataSource dataSource = pool(database);
    private final List<Refused> quarantined = new ArrayList<>();
    private final BatchStore store = storeAt(NOON);

    @BeforeEach
    void migrate() throws SQLException {
        ArchiveSchema.migrate(dataSource);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void aPartitionNeverSeenBeginsAtItsBeginning() throws Exception {
        StoredPartition found = store.find(TOPIC, "t", 3);
        assertThat(found.partition()).isEqualTo(3);
        assertThat(found.nextOffset()).isZero();
        assertThat(store.find(TOPIC, "t", 3)).isEqualTo(found);
        assertThat(store.find(new Uuid(1, 2), "t", 3).topicNumber()).isNotEqualTo(found.topicNumber());
    }

    @Test
    void storesRowsAndMovesTheOffsetTogether() throws Exception {
        assertThat(store.store(messages(0, "{\"n\":0}", "{\"n\":1}"))).isEqualTo(new Outcome.Stored(2, 0, List.of()));
        assertThat(store.find(TOPIC, "t", 0).nextOffset()).isEqualTo(2);
        assertThat(ids()).containsExactly("1", "2");
    }

    @Test
    void aMoveFromAnotherPlaceThanTheStoredOneIsFencedAndStoresNothing() throws Exception {
        Batch batch = messages(0, "{}");
        store.store(batch);
        assertThat(store.store(batch))
                .isEqualTo(new Outcome.Fenced(batch.moves().getFirst()));
        assertThat(ids()).containsExactly("1");
        assertThat(store.skip(batch.moves().getFirst())).isFalse();
    }

    @Test
    void poisonRowsAreFoundAndTheIdsOfTheOthersHaveNoGap() throws Exception {
        String[] bodies = IntStream.range(0, 100)
                .mapToObj(n -> n % 33 == 7 ? "{\"n\":\"\\u0000\"}" : "{\"n\":" + n + "}")
                .toArray(String[]::new);
        assertThat(store.store(messages(0, bodies))).isInstanceOf(Outcome.Stored.class);
        assertThat(quarantined).extracting(refused -> refused.source().offset()).containsExactly(7L, 40L, 73L);
        assertThat(quarantined).extracting(Refused::reason).allMatch(reason -> reason.contains("22P05"));
        assertThat(ids())
                .isEqualTo(
                        IntStream.rangeClosed(1, 97).mapToObj(String::valueOf).toList());
        assertThat(query("SELECT source_offset FROM archive.message ORDER BY id"))
                .isEqualTo(IntStream.range(0, 100)
                        .filter(n -> n % 33 != 7)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(store.find(TOPIC, "t", 0).nextOffset()).isEqualTo(100);
    }

    @Test
    void aBatchOfPoisonOnlyMovesTheOffset() throws Exception {
        store.store(messages(0, "{\"n\":1e999999}", "{\"n\":\"\\u0000\"}"));
        assertThat(quarantined).hasSize(2);
        assertThat(quarantined.getFirst().reason()).contains("22003");
        store.store(messages(2, "{}"));
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void aGroupThatIsNoTextIsPoisonToo() throws Exception {
        ConsumerRecord<byte[], byte[]> record =
                record(0, 0, NOON.toEpochMilli(), new byte[] {(byte) 0xff}, "{}".getBytes(StandardCharsets.UTF_8));
        StoredPartition partition = store.find(TOPIC, "t", 0);
        store.store(new Batch(
                List.of(new Arrival.Message(record, partition.topicNumber())),
                Map.of(),
                List.of(),
                List.of(new OffsetMove(partition, 1))));
        assertThat(quarantined).hasSize(1);
        assertThat(quarantined.getFirst().reason()).contains("22021");
    }

    @Test
    void aRecordIsStoredWithAllItsStreamsOrNone() throws Exception {
        store.store(events(0, NOON, "{\"good\":1,\"bad\":\"\\u0000\"}", "{\"good\":2}"));
        assertThat(query("SELECT stream || payload FROM archive.event")).containsExactly("good2");
        assertThat(quarantined).hasSize(1);
    }

    @Test
    void aFailedTransactionBurnsNoIds() throws Exception {
        BatchStore failing = new BatchStore(
                dataSource,
                records -> {
                    throw new QuarantineUnavailable(new IllegalStateException("not now"));
                },
                Clock.systemUTC());
        Batch batch = messages(0, "{\"n\":0}", "{\"n\":\"\\u0000\"}", "{\"n\":2}");
        assertThatThrownBy(() -> failing.store(batch)).isInstanceOf(QuarantineUnavailable.class);
        assertThat(ids()).isEmpty();
        assertThat(store.find(TOPIC, "t", 0).nextOffset()).isZero();
        store.store(batch);
        assertThat(ids()).containsExactly("1", "2");
    }

    @Test
    void idsBecomeVisibleInTheirOwnOrderEvenWithSeveralWriters() throws Exception {
        CountDownLatch firstHoldsItsIds = new CountDownLatch(1);
        CountDownLatch firstMayCommit = new CountDownLatch(1);
        BatchStore first = new BatchStore(
                dataSource,
                records -> {
                    firstHoldsItsIds.countDown();
                    firstMayCommit.await();
                },
                Clock.systemUTC());
        Batch fromPartition0 = messages(0, "{\"p\":0}", "{\"p\":\"\\u0000\"}");
        Batch fromPartition1 = messagesOf(1, 0, "{\"p\":1}");
        CompletableFuture<Outcome> firstOutcome = inBackground(first, fromPartition0);
        firstHoldsItsIds.await();
        CompletableFuture<Outcome> secondOutcome = inBackground(store, fromPartition1);
        // The second one waits for the lock that the first holds: PostgreSQL itself says so.
        Awaitility.await()
                .until(() -> !query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()")
                        .isEmpty());
        assertThat(ids()).isEmpty();
        firstMayCommit.countDown();
        firstOutcome.join();
        secondOutcome.join();
        assertThat(query("SELECT id || ' ' || (body ->> 'p') FROM archive.message ORDER BY id"))
                .containsExactly("1 0", "2 1");
    }

    @Test
    void makesTheNextPartitionOfIdsInTheTransactionThatNeedsIt() throws Exception {
        execute("UPDATE archive.message_extent SET first_id = 9999999, last_id = 9999998");
        store.store(messages(0, "{\"n\":0}", "{\"n\":1}", "{\"n\":2}"));
        assertThat(query("SELECT tableoid::regclass || ' ' || id FROM archive.message ORDER BY id"))
                .containsExactly(
                        "archive.message_0 9999999", "archive.message_1 10000000", "archive.message_1 10000001");
    }

    @Test
    void makesThePartitionOfEachDayAndLeavesFarDaysInTheDefaultOne() throws Exception {
        store.store(events(0, NOON, "{\"s\":1}"));
        store.store(events(1, Instant.parse("2026-07-04T23:59:59.999Z"), "{\"s\":2}"));
        store.store(events(2, Instant.parse("1970-01-01T00:00:00Z"), "{\"s\":3}"));
        store.store(events(3, Instant.parse("2026-07-20T00:00:00Z"), "{\"s\":4}"));
        assertThat(query("SELECT payload::text || ' ' || tableoid::regclass FROM archive.event ORDER BY payload"))
                .containsExactly(
                        "1 archive.event_20260705",
                        "2 archive.event_20260704",
                        "3 archive.event_far",
                        "4 archive.event_far");
    }

    @Test
    void rowsOfAFarDayMoveOutOfTheDefaultPartitionWhenTheirDayComes() throws Exception {
        store.store(events(0, Instant.parse("2026-07-20T08:00:00Z"), "{\"s\":1}"));
        storeAt(Instant.parse("2026-07-20T12:00:00Z"))
                .store(events(1, Instant.parse("2026-07-20T12:00:00Z"), "{\"s\":2}"));
        assertThat(query("SELECT payload::text || ' ' || tableoid::regclass FROM archive.event ORDER BY payload"))
                .containsExactly("1 archive.event_20260720", "2 archive.event_20260720");
    }

    @Test
    void twoStoresMayNeedTheSameDayAtOnce() throws Exception {
        Batch first = eventsOf(0, 0, NOON, "{\"s\":1}");
        Batch second = eventsOf(1, 0, NOON, "{\"s\":2}");
        CompletableFuture<Outcome> one = inBackground(storeAt(NOON), first);
        CompletableFuture<Outcome> other = inBackground(storeAt(NOON), second);
        assertThat(one.join()).isInstanceOf(Outcome.Stored.class);
        assertThat(other.join()).isInstanceOf(Outcome.Stored.class);
        assertThat(query("SELECT count(*) FROM archive.event_20260705")).containsExactly("2");
    }

    @Test
    void historyOfAnAddressIsAScanOfTheIndex() throws Exception {
        store.store(events(0, NOON, "{\"s\":1}"));
        execute("SET enable_seqscan = off");
        String plan = String.join(
                "\n",
                query("EXPLAIN SELECT payload FROM archive.event WHERE csc = 'Lab' AND salindex = 1 AND stream = 's'"
                        + " AND time >= '2026-07-05' AND time < '2026-07-06'"
                        + " ORDER BY time DESC, source_offset DESC LIMIT 10"));
        assertThat(plan)
                .contains("Index Scan Backward using event_20260705_pkey")
                .doesNotContain("Sort");
    }

    private BatchStore storeAt(Instant now) {
        return new BatchStore(dataSource, quarantined::addAll, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static CompletableFuture<Outcome> inBackground(BatchStore store, Batch batch) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return store.store(batch);
                    } catch (SQLException | QuarantineUnavailable | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private Batch messages(long firstOffset, String... bodies) throws SQLException {
        return messagesOf(0, firstOffset, bodies);
    }

    private Batch messagesOf(int partition, long firstOffset, String... bodies) throws SQLException {
        StoredPartition from = store.find(TOPIC, "t", partition).at(firstOffset);
        List<Arrival.Message> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new Arrival.Message(
                    record(
                            partition,
                            firstOffset + messages.size(),
                            NOON.toEpochMilli(),
                            "group".getBytes(StandardCharsets.UTF_8),
                            body.getBytes(StandardCharsets.UTF_8)),
                    from.topicNumber()));
        }
        return new Batch(messages, Map.of(), List.of(), List.of(new OffsetMove(from, firstOffset + bodies.length)));
    }

    private Batch events(long firstOffset, Instant time, String... data) throws SQLException {
        return eventsOf(0, firstOffset, time, data);
    }

    private Batch eventsOf(int partition, long firstOffset, Instant time, String... data) throws SQLException {
        StoredPartition from = store.find(TOPIC, "t", partition).at(firstOffset);
        List<Arrival.Component> events = new ArrayList<>();
        for (String streams : data) {
            byte[] value = ("{\"category\":\"event\",\"csc\":\"Lab\",\"salindex\":1,\"data\":" + streams + "}")
                    .getBytes(StandardCharsets.UTF_8);
            events.add(new Arrival.Component(
                    record(partition, firstOffset + events.size(), time.toEpochMilli(), new byte[0], value),
                    from.topicNumber(),
                    (ComponentRecord) RecordParser.parse(value)));
        }
        return new Batch(
                List.of(),
                Map.of(RecordTable.EVENT, events),
                List.of(),
                List.of(new OffsetMove(from, firstOffset + data.length)));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            int partition, long offset, long timeMs, byte[] key, byte[] value) {
        return new ConsumerRecord<>(
                "t",
                partition,
                offset,
                timeMs,
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private List<String> ids() throws SQLException {
        return query("SELECT id FROM archive.message ORDER BY id");
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
