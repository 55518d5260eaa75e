package io.firstlight.archive.page;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.ArchiveLab;
import io.firstlight.archive.page.MessagePages.Lookup;
import io.firstlight.archive.schema.ArchiveSchema;
import io.firstlight.embedded.testkit.TestPostgres;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pages as fpesa has them, with our improvements; rows are put there by SQL. */
class MessagePagesTest {

    private static final Uuid TOPIC = new Uuid(0x1111_2222_3333_4444L, 0x5555_6666_7777_8888L);

    private final TestPostgres.Database database = TestPostgres.shared().freshDatabase();
    private final HikariDataSource dataSource = ArchiveLab.pool(database);
    private final MessagePages pages = new MessagePages(dataSource);

    @BeforeEach
    void migrate() throws SQLException {
        ArchiveSchema.migrate(dataSource);
        execute("INSERT INTO archive.topic (topic_id, name) VALUES ('11112222-3333-4444-5555-666677778888', 't')");
        execute("CREATE TABLE archive.message_0 PARTITION OF archive.message FOR VALUES FROM (0) TO (10000000)");
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Nested
    class AnEmptyArchive {

        @Test
        void hasAnEmptyPageWithIdZeroWhateverIdWasAsked() {
            assertThat(pages.page(0, 10, null)).isEqualTo(new MessagePage(0, 0, 10, 0, List.of()));
            assertThat(pages.page(3, 500, 55L)).isEqualTo(new MessagePage(0, 3, 100, 0, List.of()));
            assertThat(pages.latestId()).isZero();
        }
    }

    @Nested
    class NinetySevenMessages {

        @BeforeEach
        void fill() throws SQLException {
            add(97);
        }

        @Test
        void theFirstPageHasTheNewestOnesNewestFirst() {
            MessagePage page = pages.page(0, 10, null);
            assertThat(page.paginationId()).isEqualTo(97);
            assertThat(page.total()).isEqualTo(97);
            assertThat(ids(page)).isEqualTo(downFrom(97, 10));
            assertThat(page.messages().getFirst())
                    .isEqualTo(new StoredMessage(
                            97, Instant.parse("2026-07-05T00:01:37Z"), new MessagePlace(TOPIC, 0, 96), "{\"a\": 97}"));
        }

        @Test
        void pagesOfAFrozenListNeitherRepeatNorSkipWhileMessagesArrive() throws SQLException {
            MessagePage first = pages.page(0, 10, null);
            add(3);
            MessagePage second = pages.page(10, 10, first.paginationId());
            assertThat(ids(second)).isEqualTo(downFrom(87, 10));
            assertThat(second.total()).isEqualTo(97);
            assertThat(ids(pages.page(10, 10, null))).isEqualTo(downFrom(90, 10));
        }

        @Test
        void anOlderIdShowsThePast() {
            MessagePage page = pages.page(0, 2, 90L);
            assertThat(page.total()).isEqualTo(90);
            assertThat(ids(page)).containsExactly(90L, 89L);
        }

        @Test
        void anIdBeyondTheNewestFreezesAtTheNewest() throws SQLException {
            MessagePage page = pages.page(0, 2, 1_000L);
            assertThat(page.paginationId()).isEqualTo(97);
            add(1);
            assertThat(pages.page(0, 2, page.paginationId())).isEqualTo(page);
        }

        @Test
        void idZeroIsTheEmptyList() {
            assertThat(pages.page(0, 10, 0L)).isEqualTo(new MessagePage(0, 0, 10, 0, List.of()));
        }

        @Test
        void theLimitIsClippedAndMayBeZero() {
            assertThat(pages.page(0, 200, null).limit()).isEqualTo(100);
            assertThat(pages.page(0, 200, null).messages()).hasSize(97);
            assertThat(pages.page(0, 0, null)).isEqualTo(new MessagePage(97, 0, 0, 97, List.of()));
        }

        @Test
        void anOffsetPastTheEndGivesAnEmptyPageWithTheRightTotal() {
            assertThat(pages.page(97, 10, null)).isEqualTo(new MessagePage(97, 97, 10, 97, List.of()));
            assertThat(pages.page(Long.MAX_VALUE, 10, null).total()).isEqualTo(97);
            assertThat(ids(pages.page(95, 10, null))).containsExactly(2L, 1L);
        }

        @Test
        void negativeNumbersAreTheCallersMistake() {
            assertThatThrownBy(() -> pages.page(-1, 1, null)).hasMessage("offset -1 is negative");
            assertThatThrownBy(() -> pages.page(0, -1, null)).hasMessage("limit -1 is negative");
            assertThatThrownBy(() -> pages.page(0, 1, -1L)).hasMessage("paginationId -1 is negative");
        }

        @Test
        void aMessageIsFoundByItsIdAndByItsPlaceInTheLog() {
            assertThat(pages.byId(42).orElseThrow().body()).isEqualTo("{\"a\": 42}");
            assertThat(pages.byId(98)).isEmpty();
            assertThat(pages.idOf(TOPIC, 0, 41)).isEqualTo(OptionalLong.of(42));
            assertThat(pages.idOf(TOPIC, 0, 97)).isEmpty();
            assertThat(pages.idOf(TOPIC, 1, 41)).isEmpty();
            assertThat(pages.idOf(new Uuid(9, 9), 0, 41)).isEmpty();
            assertThat(pages.latestId()).isEqualTo(97);
        }

        @Test
        void aPlaceThatTheArchiveHasNotReachedIsToldFromOneThatItPassedWithoutStoring() throws SQLException {
            assertThat(pages.at(new MessagePlace(TOPIC, 0, 97))).isInstanceOf(Lookup.NotYet.class);
            execute("INSERT INTO archive.partition_offset (topic, partition, next_offset) VALUES (1, 0, 99)");
            assertThat(pages.at(new MessagePlace(TOPIC, 0, 97))).isInstanceOf(Lookup.Never.class);
            assertThat(pages.at(new MessagePlace(TOPIC, 0, 99))).isInstanceOf(Lookup.NotYet.class);
            assertThat(pages.at(new MessagePlace(new Uuid(9, 9), 0, 0))).isInstanceOf(Lookup.NotYet.class);
            assertThat(pages.at(new MessagePlace(TOPIC, 0, 41)))
                    .isInstanceOfSatisfying(
                            Lookup.Found.class,
                            found -> assertThat(found.message().id()).isEqualTo(42));
        }

        @Test
        void timesCutAListWhoseTotalAndPagesAreAsOfAnyOther() {
            MessageQuestion hour = new MessageQuestion(null, at(11), at(31));
            MessagePage page = pages.page(hour, 15, 10);
            assertThat(page.total()).isEqualTo(20);
            assertThat(ids(page)).isEqualTo(downFrom(15, 5));
            assertThat(ids(pages.page(hour, 0, 3))).isEqualTo(downFrom(30, 3));
            assertThat(pages.page(new MessageQuestion(null, at(90), null), 0, 100)
                            .total())
                    .isEqualTo(8);
            assertThat(pages.page(new MessageQuestion(null, null, at(3)), 0, 100)
                            .total())
                    .isEqualTo(2);
            assertThat(pages.page(new MessageQuestion(null, at(98), null), 0, 100)
                            .total())
                    .isZero();
            assertThat(pages.page(new MessageQuestion(null, at(31), at(11)), 0, 100)
                            .total())
                    .isZero();
            assertThat(pages.page(new MessageQuestion(null, Instant.MIN, Instant.MAX), 0, 1)
                            .total())
                    .isEqualTo(97);
        }

        @Test
        void aListBetweenTimesStaysFrozenWhileMessagesOfThatTimeArrive() throws SQLException {
            MessageQuestion all = new MessageQuestion(97L, at(90), at(1_000));
            MessagePage before = pages.page(all, 0, 10);
            add(30);
            assertThat(pages.page(all, 0, 10)).isEqualTo(before);
            assertThat(pages.page(new MessageQuestion(null, at(90), at(1_000)), 0, 10)
                            .total())
                    .isEqualTo(38);
        }

        @Test
        void bothKindsOfPathsFindWhatTheyMean() {
            for (String path : List.of("$.a > 95", "$ ? (@.a > 95)", "$.a ? (@ > 95)")) {
                assertThat(matching(path)).as(path).containsExactly(97L, 96L);
            }
            assertThat(matching("exists($.b)")).isEmpty();
            assertThat(matching("$.b")).isEmpty();
            assertThat(matching("$.b.c > 1")).isEmpty();
            assertThat(matching("strict $.b.c > 1")).isEmpty();
            assertThat(matching("$.a == \"text\"")).isEmpty();
        }

        private List<Long> matching(String path) {
            MessageMatches matches = pages.matches(MessageQuestion.ALL, path, null, 100);
            assertThat(matches.next()).isNull();
            return matches.messages().stream().map(StoredMessage::id).toList();
        }

        @Test
        void matchesGoOnWhereTheyStoppedAndStayFrozen() throws SQLException {
            MessageMatches first = pages.matches(MessageQuestion.ALL, "$.a > 90", null, 4);
            add(3);
            MessageMatches second =
                    pages.matches(MessageQuestion.upTo(first.paginationId()), "$.a > 90", first.next(), 100);
            assertThat(first.messages()).extracting(StoredMessage::id).containsExactly(97L, 96L, 95L, 94L);
            assertThat(second.messages()).extracting(StoredMessage::id).containsExactly(93L, 92L, 91L);
            assertThat(second.next()).isNull();
        }

        @Test
        void whatIsNoPathIsRefusedAndNeverRunAsSql() {
            for (String path : List.of(
                    "",
                    "$.",
                    "a'; DROP TABLE archive.message; --",
                    "$x",
                    "$.a like_regex \"(\"",
                    "\u0000",
                    "$".repeat(3000))) {
                assertThatThrownBy(() -> pages.matches(MessageQuestion.ALL, path, null, 1))
                        .as(path)
                        .isInstanceOf(PathRefused.class)
                        .hasMessageNotContaining("archive.");
            }
            assertThat(pages.latestId()).isEqualTo(97);
        }

        private static Instant at(int second) {
            return Instant.parse("2026-07-05T00:00:00Z").plusSeconds(second);
        }
    }

    @Test
    void aSearchWithoutMatchesEndsInTimeAndTellsHowFarItCame() throws SQLException {
        add(200_000);
        Long next = null;
        int questions = 0;
        do {
            // Slow enough for each message that all of them take longer than one search may.
            MessageMatches some = pages.matches(
                    MessageQuestion.ALL,
                    "$.a == 1 || $.a like_regex \"^(x+x+)+y\" || exists($.** ? (@ == -1))",
                    next,
                    10);
            assertThat(next == null || some.next() == null || some.next() < next)
                    .isTrue();
            next = some.next();
            questions++;
            if (next == null) {
                assertThat(some.messages()).extracting(StoredMessage::id).containsExactly(1L);
            }
        } while (next != null);
        assertThat(questions).isBetween(1, 200);
    }

    @Test
    void aTimeIsFoundByProbesOfThePrimaryKey() throws SQLException {
        add(20_000);
        execute("ANALYZE archive.message");
        for (String planning : List.of("force_custom_plan", "force_generic_plan")) {
            assertThat(explain(
                            planning,
                            "bigint, bigint, timestamptz",
                            IdRange.NOT_OLDER,
                            "1, 20001, '2026-07-05T01:00:00Z'"))
                    .as(planning)
                    .contains("message_0_pkey")
                    .doesNotContain("Seq Scan on message");
        }
    }

    @Test
    void idsAreOf64Bits() throws SQLException {
        long first = 3_000_000_000L;
        execute("CREATE TABLE archive.message_300 PARTITION OF archive.message FOR VALUES FROM (3000000000) TO"
                + " (3010000000)");
        execute("UPDATE archive.message_extent SET first_id = 3000000000, last_id = 2999999999");
        add(5);
        MessagePage page = pages.page(1, 2, null);
        assertThat(page.total()).isEqualTo(5);
        assertThat(ids(page)).containsExactly(first + 3, first + 2);
    }

    @Test
    void aDeepPageReadsOnlyItsOwnRowsOfItsOwnPartition() throws SQLException {
        add(20_000);
        execute("CREATE TABLE archive.message_1 PARTITION OF archive.message FOR VALUES FROM (10000000) TO (20000000)");
        execute("ANALYZE archive.message");
        for (String planning : List.of("force_custom_plan", "force_generic_plan")) {
            assertThat(explain(planning, "bigint, bigint", MessagePages.RANGE, "90, 100"))
                    .as(planning)
                    .contains("Index Scan Backward using message_0_pkey")
                    .contains("rows=10.00 loops=1")
                    .doesNotContain("message_1_pkey")
                    .doesNotContain("Seq Scan")
                    .doesNotContain("Rows Removed");
        }
    }

    @Test
    void lookingUpAPlaceInTheLogIsAProbeOfTheIndex() throws SQLException {
        add(20_000);
        execute("ANALYZE archive.message");
        for (String planning : List.of("force_custom_plan", "force_generic_plan")) {
            assertThat(explain(
                            planning,
                            "uuid, int, bigint",
                            MessagePages.AT,
                            "'11112222-3333-4444-5555-666677778888', 0, 700"))
                    .as(planning)
                    .contains("message_0_source_topic_source_partition_source_offset_idx")
                    .doesNotContain("Seq Scan on message");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldAsSuch() {
        dataSource.close();
        assertThatThrownBy(() -> pages.page(0, 1, null)).isInstanceOf(ArchiveUnavailable.class);
        assertThatThrownBy(pages::latestId).isInstanceOf(ArchiveUnavailable.class);
    }

    /** Adds messages as the sink does: the extent first, ids without gaps. */
    private void add(int count) throws SQLException {
        execute("WITH extent AS (UPDATE archive.message_extent SET last_id = last_id + " + count
                + " RETURNING last_id) INSERT INTO archive.message"
                + " (id, time, source_topic, source_partition, source_offset, body)"
                + " SELECT n, '2026-07-05T00:00:00Z'::timestamptz + n * interval '1 s', 1, 0, n - 1,"
                + " jsonb_build_object('a', n) FROM extent, generate_series(last_id - " + count + " + 1, last_id) n");
    }

    /** How PostgreSQL runs one of our own statements, planned for these values or, as it does after some repetitions, for any. */
    private String explain(String planning, String types, String sql, String values) throws SQLException {
        String numbered = sql;
        for (int i = 1; numbered.contains("?"); i++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + i);
        }
        StringBuilder plan = new StringBuilder();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = " + planning);
            statement.execute("PREPARE ours (" + types + ") AS " + numbered);
            try (ResultSet result =
                    statement.executeQuery("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE ours (" + values + ")")) {
                while (result.next()) {
                    plan.append(result.getString(1)).append('\n');
                }
            }
            statement.execute("DEALLOCATE ours");
        }
        return plan.toString();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Long> ids(MessagePage page) {
        return page.messages().stream().map(StoredMessage::id).toList();
    }

    private static List<Long> downFrom(long newest, int count) {
        return LongStream.range(0, count).mapToObj(n -> newest - n).toList();
    }
}
