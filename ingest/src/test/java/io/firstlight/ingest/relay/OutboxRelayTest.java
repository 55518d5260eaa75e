package io.firstlight.ingest.relay;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.embedded.testkit.fault.ChildProcess;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static io.firstlight.ingest.relay.Outbox.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The relay between a real PostgreSQL and a real Kafka. */
final class OutboxRelayTest {

    private static final String PREFIX = "relay-test.";
    private static final Notice STATUS = new Notice("jobs", 41, "status_changed");

    private final List<OutboxRelay> relays = new ArrayList<>();
    private Outbox outbox;

    @BeforeAll
    static void topics() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers()))) {
            TopicCreation.ensure(admin, TopicPlan.from(Map.of("FIRSTLIGHT_TOPIC_PREFIX", PREFIX)));
        }
    }

    @BeforeEach
    void database() throws SQLException {
        outbox = new Outbox(
                TestPostgres.shared().freshDatabase(), TestKafka.shared().bootstrapServers(), PREFIX);
    }

    @AfterEach
    void close() throws SQLException {
        relays.forEach(OutboxRelay::close);
        outbox.close();
    }

    private OutboxRelay started(OutboxRelay relay) {
        relays.add(relay);
        relay.start();
        return relay;
    }

    private void awaitEmpty() {
        await().atMost(PATIENCE).until(() -> outbox.rows("firstlight_outbox") == 0);
    }

    private static List<Long> oneTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void sendsWhatIsCommittedAndNeverWhatIsRolledBack() throws Exception {
        started(outbox.relay());
        try (Connection service = outbox.database.connect()) {
            service.setAutoCommit(false);
            OutboxTable.add(service, STATUS, "{\"n\":1}");
            service.commit();
            OutboxTable.add(service, STATUS, "{\"n\":2}");
            service.rollback();
            OutboxTable.add(service, Notice.ofType("schedules", "changed"), "{\"id\": 4}");
            OutboxTable.add(service, Notice.ofId("job_events", 41), "{\"n\":3}");
            service.commit();
        }
        awaitEmpty();

        assertThat(outbox.arrived())
                .extracting(Outbox.Arrived::key, Outbox.Arrived::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                "jobs:41",
                                "{\"category\":\"event\",\"csc\":\"jobs\",\"salindex\":41,\"data\":{\"status_changed\":"
                                        + "{\"n\":1,\"group_name\":\"jobs\"}},\"producer\":\"firstlight\"}"),
                        org.assertj.core.groups.Tuple.tuple(
                                "schedules:0",
                                "{\"category\":\"event\",\"csc\":\"schedules\",\"salindex\":0,\"data\":{\"changed\":"
                                        + "{\"id\": 4,\"group_name\":\"schedules\"}},\"producer\":\"firstlight\"}"),
                        org.assertj.core.groups.Tuple.tuple(
                                "job_events:41",
                                "{\"category\":\"event\",\"csc\":\"job_events\",\"salindex\":41,\"data\":{\"detail\":"
                                        + "{\"n\":3,\"group_name\":\"job_events\"}},\"producer\":\"firstlight\"}"));
        assertThat(outbox.count("sent")).isEqualTo(3);
    }

    @Test
    void isWokenByACommitAndDoesNotWaitForItsNextLook() {
        outbox.settings.put(RelayConfig.POLL_MS, "60000");
        OutboxRelay relay = started(outbox.relay());
        await().atMost(PATIENCE).until(relay::isWorking);

        for (int i = 0; i < 3; i++) {
            outbox.add(STATUS, i);
            await().atMost(java.time.Duration.ofSeconds(30)).until(() -> outbox.rows("firstlight_outbox") == 0);
        }

        assertThat(outbox.numbers("jobs:41")).containsExactly(0, 1, 2);
    }

    @Test
    void keepsTheOrderOfEachThing() throws Exception {
        try (Connection service = outbox.database.connect()) {
            service.setAutoCommit(false);
            for (int i = 0; i < 3_000; i++) {
                OutboxTable.add(service, Notice.ofId("job_events", i % 7), "{\"n\":" + i + "}");
            }
            service.commit();
        }
        started(outbox.relay());
        awaitEmpty();

        assertThat(outbox.ids()).isEqualTo(oneTo(3_000));
        for (int thing = 0; thing < 7; thing++) {
            assertThat(outbox.numbers("job_events:" + thing)).isSorted().hasSizeGreaterThan(400);
        }
    }

    @Test
    void sendsARowThatBecameVisibleAfterALaterOne() throws Exception {
        started(outbox.relay());
        try (Connection slow = outbox.database.connect()) {
            slow.setAutoCommit(false);
            OutboxTable.add(slow, STATUS, "{\"n\":1}");
            outbox.add(STATUS, 2);
            await().atMost(PATIENCE).until(() -> outbox.ids().equals(List.of(2L)));
            awaitEmpty();

            slow.commit();
        }
        await().atMost(PATIENCE).until(() -> outbox.ids().equals(List.of(1L, 2L)));
        awaitEmpty();
    }

    @Test
    void movesAsideWhatCanNeverBeSentAndGoesOn() throws Exception {
        outbox.settings.put(IngestConfig.BUFFER_BYTES, Integer.toString(1 << 20));
        try (Connection service = outbox.database.connect();
                Statement statement = service.createStatement()) {
            for (String bad : List.of(
                    "('jobs', 1, 's', '{\"a\": \"\\u0000\"}')",
                    "('no name', 1, 's', '{}')",
                    "('jobs', 1, 'all', '{}')",
                    "('jobs', 1, 's', '{\"group_name\": \"job\"}')",
                    "('jobs', 1, 's', json_build_object('a', repeat('x', 2000000)))")) {
                statement.execute("insert into firstlight_outbox (group_name, notice_id, type, payload) values " + bad);
                OutboxTable.add(service, STATUS, "{\"n\":1}");
            }
            for (String impossible : List.of(
                    "('jobs', 1, 's', '[]')",
                    "('jobs', 1, 's', '{')",
                    "('jobs', -1, 's', '{}')",
                    "('jobs', null, null, '{}')")) {
                assertThatThrownBy(() -> statement.execute(
                                "insert into firstlight_outbox (group_name, notice_id, type, payload) values "
                                        + impossible))
                        .isInstanceOf(SQLException.class);
            }
        }
        started(outbox.relay());
        awaitEmpty();

        assertThat(outbox.numbers("jobs:41")).hasSize(5);
        assertThat(outbox.count("refused")).isEqualTo(5);
        assertThat(outbox.ask("select string_agg(split_part(reason, ':', 1), ',' order by id)"
                        + " from firstlight_outbox_refused"))
                .isEqualTo("not_strict_json,illegal_name,illegal_name,bad_parameter,too_large");
    }

    @Test
    void waitsForItsTable() throws Exception {
        try (Connection connection = outbox.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table firstlight_outbox");
            started(outbox.relay());
            await().atMost(PATIENCE).until(() -> outbox.count("failures") > 1);

            OutboxTable.create(connection);
        }
        outbox.add(STATUS, 1);
        awaitEmpty();
    }

    @Test
    void worksAloneAndIsFollowedByAnotherThatStandsBy() {
        OutboxRelay first = started(outbox.relay());
        await().atMost(PATIENCE).until(first::isWorking);
        OutboxRelay second = started(outbox.relay());
        await().atMost(PATIENCE).until(second::isReady);
        for (int i = 0; i < 200; i++) {
            outbox.add(STATUS, i);
        }
        assertThat(second.isWorking()).isFalse();

        first.close();
        for (int i = 200; i < 300; i++) {
            outbox.add(STATUS, i);
        }
        await().atMost(PATIENCE).until(second::isWorking);
        awaitEmpty();

        assertThat(outbox.numbers("jobs:41"))
                .isEqualTo(IntStream.range(0, 300).boxed().toList());
    }

    /** One fault between two steps of the relay's work, with rows of three things in the table. */
    @Nested
    final class ACrash {

        private static final int ROWS = 120;
        private static final int BEFORE_THE_FAULT = 25;

        private final AtomicInteger appended = new AtomicInteger();

        private void assertAllArriveOnceInOrder() {
            awaitEmpty();
            assertThat(outbox.ids()).isEqualTo(oneTo(ROWS));
            for (int thing = 0; thing < 3; thing++) {
                assertThat(outbox.numbers("jobs:" + thing)).hasSize(ROWS / 3).isSorted();
            }
        }

        private void addRows() throws SQLException {
            try (Connection service = outbox.database.connect()) {
                service.setAutoCommit(false);
                for (int i = 0; i < ROWS; i++) {
                    OutboxTable.add(service, new Notice("jobs", i % 3, "s"), "{\"n\":" + i + "}");
                }
                service.commit();
            }
        }

        /** The real log, but with another appender. */
        private record FaultyLog(RelayLog real, LogAppender appender) implements RelayLog {
            @Override
            public String topic() {
                return real.topic();
            }

            @Override
            public Map<Integer, Long> ends() {
                return real.ends();
            }

            @Override
            public void find(UUID name, Map<Integer, Long> from, Map<Integer, Long> to, LongConsumer rows) {
                real.find(name, from, to, rows);
            }

            @Override
            public void close() {
                real.close();
            }
        }

        @Test
        void beforeSendingLosesNothing() throws Exception {
            addRows();
            started(outbox.relay(real -> new FaultyLog(real, (topic, key, value, headers) -> {
                if (appended.incrementAndGet() == BEFORE_THE_FAULT) {
                    throw new IllegalStateException("fault of the test, before the send");
                }
                return real.appender().append(topic, key, value, headers);
            })));

            assertAllArriveOnceInOrder();
        }

        @Test
        void afterSendingAndBeforeTheAcknowledgementLosesAndDoublesNothing() throws Exception {
            addRows();
            started(outbox.relay(real -> new FaultyLog(real, (topic, key, value, headers) -> {
                CompletableFuture<Acknowledgement> answer = real.appender().append(topic, key, value, headers);
                return appended.incrementAndGet() == BEFORE_THE_FAULT
                        ? answer.thenApply(place -> {
                            throw new IllegalStateException("fault of the test: the acknowledgement is lost");
                        })
                        : answer;
            })));

            assertAllArriveOnceInOrder();
            assertThat(outbox.count("found")).isPositive();
        }

        @Test
        void afterTheAcknowledgementAndBeforeTheDeletionLosesAndDoublesNothing() throws Exception {
            addRows();
            started(outbox.relay(real -> new FaultyLog(real, (topic, key, value, headers) -> {
                CompletableFuture<Acknowledgement> answer = real.appender().append(topic, key, value, headers);
                if (appended.incrementAndGet() == 50) {
                    // The last of a batch: all of it is in the log when the database goes.
                    answer.join();
                    outbox.cutConnections();
                }
                return answer;
            })));

            assertAllArriveOnceInOrder();
            assertThat(outbox.count("found")).isEqualTo(50);
        }

        @Test
        void ofTheProcessLosesNothingAndDoublesAtMostWhatIsRecognisable(@TempDir Path directory) throws Exception {
            long seed = 20261126;
            Random random = new Random(seed);
            ChildProcess.Command command = new ChildProcess.Command(
                    "relay",
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            RelayInChild.class.getName(),
                            outbox.database.jdbcUrl(),
                            outbox.database.user(),
                            outbox.database.password(),
                            TestKafka.shared().bootstrapServers(),
                            PREFIX),
                    Map.of(),
                    directory.resolve("relay.log"));
            int added = 0;
            int kills = 4;
            try (ChildProcess relay = ChildProcess.start(command, () -> true)) {
                for (int kill = 0; kill <= kills; kill++) {
                    for (int i = 0; i < 150; i++) {
                        outbox.add(new Notice("jobs", added % 3, "s"), added);
                        added++;
                    }
                    if (kill < kills) {
                        int rest = random.nextInt(100);
                        await().atMost(PATIENCE).until(() -> outbox.rows("firstlight_outbox") <= rest);
                        relay.kill();
                        relay.startAgain();
                    }
                }
                awaitEmpty();
            }

            List<Long> ids = outbox.ids();
            assertThat(new LinkedHashSet<>(ids)).as("seed " + seed).containsExactlyElementsOf(oneTo(added));
            // At most the requests that were on their way at a kill.
            assertThat(ids.size() - added).as("doubled").isLessThan(added / 10);
            for (int thing = 0; thing < 3; thing++) {
                List<Integer> numbers = outbox.numbers("jobs:" + thing);
                assertThat(new ArrayList<>(new LinkedHashSet<>(numbers)))
                        .as("first arrivals")
                        .isSorted();
            }
        }
    }
}
