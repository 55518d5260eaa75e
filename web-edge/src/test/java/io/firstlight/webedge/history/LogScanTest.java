package io.firstlight.webedge.history;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class LogScanTest {

    private static final Target ALL = new Target.OfCategory(Category.TELEMETRY);

    private final TestLog log = new TestLog();
    private final FakePages pages = new FakePages(log, 1, 3);
    private int wakes;

    private void telemetry(int partition, long timestampMs, String csc, String data) {
        log.add(Topic.TELEMETRY, partition, timestampMs, TestLog.value(Category.TELEMETRY, csc, 0, data));
    }

    private static Frontier beginning(Target target) {
        return Frontier.beginning(TestLog.LAYOUT, target.topics());
    }

    private LogScan scan(Target target) {
        return scan(target, beginning(target), null);
    }

    private LogScan scan(Target target, Frontier from, @Nullable Frontier end) {
        return new LogScan(target, from, end, pages, () -> wakes++);
    }

    /** Steps until the scan has nothing more, loading pages as it waits. */
    private List<LogRecord> rest(LogScan scan) {
        List<LogRecord> hits = new ArrayList<>();
        LogScan.Step step = scan.next();
        while (!(step instanceof LogScan.Step.AtEnd)) {
            if (step instanceof LogScan.Step.Hit hit) {
                hits.add(hit.entry().record());
            } else {
                assertThat(step).isInstanceOf(LogScan.Step.Waiting.class);
                assertThat(pages.load()).as("somebody loads what is waited for").isTrue();
            }
            step = scan.next();
        }
        return hits;
    }

    private static List<String> places(List<LogRecord> records) {
        return records.stream().map(r -> r.partition() + "@" + r.offset()).toList();
    }

    @Test
    void keepsTheOrderOfOffsetsWithinAPartitionEvenWhereTimeStampsDoNot() {
        telemetry(0, 300, "A", "{\"x\":1}");
        telemetry(0, 100, "A", "{\"x\":2}");
        telemetry(0, 200, "A", "{\"x\":3}");

        assertThat(places(rest(scan(ALL)))).containsExactly("0@0", "0@1", "0@2");
    }

    @Test
    void mergesPartitionsByTime() {
        telemetry(0, 100, "A", "{\"x\":1}");
        telemetry(1, 50, "B", "{\"x\":1}");
        telemetry(0, 300, "A", "{\"x\":2}");
        telemetry(1, 200, "B", "{\"x\":2}");
        telemetry(3, 250, "C", "{\"x\":2}");

        assertThat(places(rest(scan(ALL)))).containsExactly("1@0", "0@0", "1@1", "3@0", "0@1");
    }

    @Test
    void givesNothingBeforeEveryPartitionIsKnown() {
        telemetry(0, 100, "A", "{\"x\":1}");
        telemetry(1, 50, "B", "{\"x\":1}");
        LogScan scan = scan(ALL);

        assertThat(scan.next()).isInstanceOf(LogScan.Step.Waiting.class);
        pages.load();
        assertThat(scan.next()).as("partition 1 may have an older one").isInstanceOf(LogScan.Step.Waiting.class);
        pages.load();
        assertThat(scan.next()).isInstanceOf(LogScan.Step.Hit.class);
        assertThat(wakes).isEqualTo(2);
    }

    @Test
    void skipsBadRecords() {
        telemetry(0, 100, "A", "{\"x\":1}");
        log.add(Topic.TELEMETRY, 0, 110, "no json".getBytes(StandardCharsets.UTF_8));
        log.add(Topic.TELEMETRY, 0, 115, TestLog.value(Category.EVENT, "A", 0, "{\"x\":1}"));
        telemetry(0, 120, "A", "{\"x\":2}");

        LogScan scan = scan(ALL);
        assertThat(places(rest(scan))).containsExactly("0@0", "0@3");
        assertThat(scan.at().next(Topic.TELEMETRY, 0)).isEqualTo(4);
    }

    @Test
    void passesOffsetsThatAreNoRecords() {
        log.gap(Topic.TELEMETRY, 0, 20);
        telemetry(0, 100, "A", "{\"x\":1}");
        log.gap(Topic.TELEMETRY, 0, 20);
        telemetry(0, 100, "A", "{\"x\":2}");
        log.gap(Topic.TELEMETRY, 0, 1);

        LogScan scan = scan(ALL);
        assertThat(places(rest(scan))).containsExactly("0@20", "0@41");
        assertThat(scan.at().next(Topic.TELEMETRY, 0)).isEqualTo(43);
    }

    @Test
    void endsExactlyAtTheFrontierInTheMiddleOfAPage() {
        for (int i = 0; i < 10; i++) {
            telemetry(0, 100 + i, "A", "{\"x\":" + i + "}");
            telemetry(1, 100 + i, "B", "{\"x\":" + i + "}");
        }
        Frontier end = beginning(ALL);
        end.pass(Topic.TELEMETRY, 0, 4);
        end.pass(Topic.TELEMETRY, 1, 7);

        LogScan scan = scan(ALL, beginning(ALL), end);
        assertThat(rest(scan)).hasSize(11);
        assertThat(scan.at()).isEqualTo(end);
    }

    @Test
    void endsAtOnceIfItBeginsBehindItsEnd() {
        telemetry(0, 100, "A", "{\"x\":1}");
        Frontier from = beginning(ALL);
        from.pass(Topic.TELEMETRY, 0, 1);

        assertThat(scan(ALL, from, beginning(ALL)).next()).isInstanceOf(LogScan.Step.AtEnd.class);
        assertThat(pages.asked()).isZero();
    }

    @Test
    void goesOnWhereTheLogHasGrownAfterItsEnd() {
        telemetry(0, 100, "A", "{\"x\":1}");
        LogScan scan = scan(ALL);
        assertThat(places(rest(scan))).containsExactly("0@0");

        telemetry(0, 200, "A", "{\"x\":2}");
        telemetry(2, 150, "B", "{\"x\":2}");

        assertThat(places(rest(scan))).containsExactly("2@0", "0@1");
    }

    @Test
    void givesOfEachTargetExactlyItsOwnRecords() {
        telemetry(0, 1, "A", "{\"x\":1,\"y\":1}");
        telemetry(0, 2, "A", "{\"y\":1}");
        telemetry(1, 3, "B", "{\"x\":1}");
        log.add(Topic.TELEMETRY, 1, 4, TestLog.value(Category.TELEMETRY, "A", 1, "{\"x\":1}"));
        log.add(Topic.EVENT, 0, 5, TestLog.value(Category.EVENT, "A", 0, "{\"x\":1}"));
        log.add(Topic.MESSAGE, 0, 6, "{\"any\":1}".getBytes(StandardCharsets.UTF_8));
        Component component = new Component("A", 0);
        Target stream = new Target.OfStream(new Address(Category.TELEMETRY, component, "x"));
        Target wild = new Target.OfSelection(
                "wild", List.of(AddressPattern.parse("telemetry-all-all-x"), AddressPattern.parse("event-all-0-all")));

        assertThat(places(rest(scan(stream)))).containsExactly("0@0");
        assertThat(places(rest(scan(new Target.OfComponent(Category.TELEMETRY, component)))))
                .containsExactly("0@0", "0@1");
        assertThat(rest(scan(ALL))).hasSize(4);
        assertThat(rest(scan(wild)).stream().map(LogRecord::timestampMs)).containsExactly(1L, 3L, 4L, 5L);
        assertThat(rest(scan(new Target.OfMessages()))).hasSize(1);
        assertThat(scan(new Target.OfNothing("nothing")).next()).isInstanceOf(LogScan.Step.AtEnd.class);
    }

    @Test
    void saysWhereRetentionHasPassedAndGoesOnFromThereIfToldTo() {
        telemetry(2, 100, "A", "{\"x\":1}");
        telemetry(2, 200, "A", "{\"x\":2}");
        log.retentionPasses(Topic.TELEMETRY, 2, 1);
        Frontier from = beginning(ALL);
        for (int p : new int[] {0, 1, 3}) {
            from.pass(Topic.TELEMETRY, p, 1);
        }
        LogScan scan = scan(ALL, from, null);

        assertThat(scan.next()).isEqualTo(new LogScan.Step.Gone(Topic.TELEMETRY, 2, 1));
        assertThat(scan.next()).isEqualTo(new LogScan.Step.Gone(Topic.TELEMETRY, 2, 1));
        scan.at().pass(Topic.TELEMETRY, 2, 1);
        assertThat(places(rest(scan))).containsExactly("2@1");
    }

    @Test
    void losesNothingWhenTheLogIsAwayForAWhile() {
        telemetry(0, 100, "A", "{\"x\":1}");
        telemetry(0, 200, "A", "{\"x\":2}");
        telemetry(0, 300, "A", "{\"x\":3}");
        FakePages small = new FakePages(log, 1, 1);
        LogScan scan = new LogScan(ALL, beginning(ALL), null, small, () -> {});
        scan.next();
        small.load();
        assertThat(scan.next()).isInstanceOf(LogScan.Step.Hit.class);

        small.trouble("broker away");
        assertThat(scan.next()).isEqualTo(new LogScan.Step.Unavailable("broker away"));
        small.trouble("");

        List<Long> offsets = new ArrayList<>();
        LogScan.Step step = scan.next();
        while (!(step instanceof LogScan.Step.AtEnd)) {
            if (step instanceof LogScan.Step.Hit hit) {
                offsets.add(hit.entry().record().offset());
            } else {
                small.load();
            }
            step = scan.next();
        }
        assertThat(offsets).containsExactly(1L, 2L);
    }

    @Test
    void agreesWithAPlainListForAnyLogAndAnyPagesNothingTwiceAndNothingMissing() {
        for (long seed = 0; seed < 500; seed++) {
            agreesWithAPlainList(seed);
        }
    }

    private void agreesWithAPlainList(long seed) {
        Random random = new Random(seed);
        TestLog made = new TestLog();
        for (int i = random.nextInt(60); i > 0; i--) {
            append(made, random);
        }
        Target target = List.of(
                        ALL,
                        new Target.OfComponent(Category.TELEMETRY, new Component("A", 0)),
                        new Target.OfStream(Address.of(Category.TELEMETRY, "B", 0, "x")))
                .get(random.nextInt(3));
        Frontier from = beginning(target);
        Frontier end = beginning(target);
        for (int p = 0; p < 4; p++) {
            long logEnd = made.end(Topic.TELEMETRY, p);
            from.pass(Topic.TELEMETRY, p, random.nextInt((int) logEnd + 1));
            end.pass(Topic.TELEMETRY, p, random.nextInt((int) logEnd + 1));
        }
        boolean toTheEnd = random.nextBoolean();
        List<LogRecord> expected = merged(expected(made, target, from, toTheEnd ? null : end));

        FakePages madePages = new FakePages(made, seed, 1 + random.nextInt(8));
        LogScan scan = new LogScan(target, from.copy(from.topics()), toTheEnd ? null : end, madePages, () -> {});
        List<LogRecord> seen = new ArrayList<>();
        LogScan.Step step = scan.next();
        while (!(step instanceof LogScan.Step.AtEnd)) {
            if (step instanceof LogScan.Step.Hit hit) {
                LogRecord record = hit.entry().record();
                seen.add(record);
                assertThat(scan.at().seen(record)).as("seed %d", seed).isTrue();
            } else {
                assertThat(madePages.load()).as("seed %d", seed).isTrue();
            }
            step = scan.next();
        }
        assertThat(seen).as("seed %d", seed).isEqualTo(expected);
    }

    private static void append(TestLog made, Random random) {
        int partition = random.nextInt(4);
        switch (random.nextInt(6)) {
            case 0 -> made.gap(Topic.TELEMETRY, partition, 1 + random.nextInt(9));
            case 1 -> made.add(Topic.TELEMETRY, partition, random.nextInt(100), new byte[] {'?'});
            default ->
                made.add(
                        Topic.TELEMETRY,
                        partition,
                        random.nextInt(100),
                        TestLog.value(
                                Category.TELEMETRY,
                                random.nextBoolean() ? "A" : "B",
                                random.nextInt(2),
                                random.nextBoolean() ? "{\"x\":1}" : "{\"y\":1}"));
        }
    }

    private static List<Deque<LogRecord>> expected(TestLog made, Target target, Frontier from, @Nullable Frontier end) {
        List<Deque<LogRecord>> expected = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            Deque<LogRecord> lane = new ArrayDeque<>();
            for (LogRecord record : made.records(Topic.TELEMETRY, p)) {
                boolean inside = !from.seen(record) && (end == null || end.seen(record));
                if (inside
                        && LogEntry.read(record) instanceof LogEntry.Reading.Good good
                        && good.entry().component() != null
                        && target.matches(good.entry().component())) {
                    lane.add(record);
                }
            }
            expected.add(lane);
        }
        return expected;
    }

    /** Again and again the lane whose next record is the oldest, of equal ones the first. */
    private static List<LogRecord> merged(List<Deque<LogRecord>> lanes) {
        List<LogRecord> merged = new ArrayList<>();
        while (true) {
            Optional<Deque<LogRecord>> first = lanes.stream()
                    .filter(lane -> !lane.isEmpty())
                    .min(Comparator.comparingLong(lane -> lane.element().timestampMs()));
            if (first.isEmpty()) {
                return merged;
            }
            merged.add(first.get().remove());
        }
    }
}
