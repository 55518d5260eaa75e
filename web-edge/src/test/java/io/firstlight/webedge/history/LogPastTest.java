package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.state.LatestValue;
import io.firstlight.webedge.target.Target;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class LogPastTest {

    private static final Target ALL = new Target.OfCategory(Category.TELEMETRY);
    private static final long NOW = 100_000_000;

    private TestLog log = new TestLog();
    private LogPast past = past(LogPast.Limits.DEFAULT);

    @AfterEach
    void close() {
        past.close();
    }

    private LogPast past(LogPast.Limits limits) {
        return new LogPast(
                () -> TestLog.LAYOUT,
                log,
                new FakePages(log, 1, 4).loadingAtOnce(),
                limits,
                () -> NOW,
                System::nanoTime);
    }

    private void add(int partition, long timeMs, String csc, String data) {
        log.add(Topic.TELEMETRY, partition, timeMs, TestLog.value(Category.TELEMETRY, csc, 0, data));
    }

    private static PastStates.Answer ask(PastStates past, PastStates.Question question) throws Exception {
        CompletableFuture<PastStates.Answer> answer = new CompletableFuture<>();
        past.ask(question, answer::complete);
        return answer.get(20, TimeUnit.SECONDS);
    }

    private PastStates.Answer at(Moment moment) throws Exception {
        return ask(past, new PastStates.Question(ALL, moment, null, known(log, null)));
    }

    private PastStates.Answer.Found stateAt(long timeMs) throws Exception {
        PastStates.Answer answer = at(new Moment.AtTime(timeMs));
        assertThat(answer).isInstanceOf(PastStates.Answer.Found.class);
        return (PastStates.Answer.Found) answer;
    }

    private ErrorCode refusal(Moment moment) throws Exception {
        PastStates.Answer answer = at(moment);
        assertThat(answer).isInstanceOf(PastStates.Answer.Refused.class);
        return ((PastStates.Answer.Refused) answer).code();
    }

    /** The latest record of each address before the frontier, as a plain fold; of everything if it is null. */
    private static List<AddressValue> known(TestLog log, @Nullable Frontier before) {
        Map<Address, LatestValue> latest = new HashMap<>();
        for (int p = 0; p < 4; p++) {
            for (LogRecord record : log.records(Topic.TELEMETRY, p)) {
                if ((before == null || before.seen(record))
                        && LogEntry.read(record) instanceof LogEntry.Reading.Good good
                        && good.entry().component() != null) {
                    for (StreamSpan stream : good.entry().component().streams()) {
                        Address address = new Address(
                                Category.TELEMETRY, good.entry().component().component(), stream.stream());
                        LatestValue held = latest.get(address);
                        if (held == null || !held.covers(p, record.offset(), record.timestampMs())) {
                            latest.put(
                                    address,
                                    LatestValue.of(
                                            good.entry().component().value(),
                                            stream.payload(),
                                            false,
                                            record.timestampMs(),
                                            p,
                                            record.offset()));
                        }
                    }
                }
            }
        }
        List<AddressValue> known = new ArrayList<>();
        latest.forEach((address, value) -> known.add(new AddressValue(address, value)));
        return known;
    }

    private static Map<String, String> texts(List<AddressValue> values) {
        Map<String, String> texts = new TreeMap<>();
        for (AddressValue value : values) {
            if (!value.value().isDeleted()) {
                texts.put(
                        value.address().stateKey(),
                        new String(value.value().payload(), StandardCharsets.UTF_8) + " at "
                                + value.value().timestampMs());
            }
        }
        return texts;
    }

    @Test
    void anAddressHasTheValueOfItsLastRecordUpToTheMoment() throws Exception {
        add(0, 1000, "A", "{\"x\":1,\"y\":1}");
        add(0, 2000, "A", "{\"x\":2}");
        add(1, 2500, "B", "{\"x\":7}");
        add(0, 3000, "A", "{\"x\":3}");

        assertThat(texts(stateAt(2000).values()))
                .containsOnly(Map.entry("telemetry:A:0:x", "2 at 2000"), Map.entry("telemetry:A:0:y", "1 at 1000"));
        assertThat(texts(stateAt(1999).values())).containsEntry("telemetry:A:0:x", "1 at 1000");
        assertThat(texts(stateAt(3000).values())).hasSize(3);
        assertThat(stateAt(999).values()).isEmpty();
        assertThat(stateAt(999).unknown())
                .as("nothing was before the log's first record")
                .isEmpty();
    }

    @Test
    void aDeletedAddressHasNoValueAndHadOneBefore() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        add(0, 2000, "A", "{\"x\":null}");
        add(0, 3000, "A", "{\"x\":3}");
        add(0, 4000, "A", "{\"x\":null}");

        assertThat(stateAt(1500).values()).hasSize(1);
        assertThat(stateAt(2500).values()).isEmpty();
        assertThat(stateAt(2500).unknown()).isEmpty();
        assertThat(stateAt(3500).values()).hasSize(1);
        assertThat(stateAt(5000).values()).isEmpty();
    }

    @Test
    void looksAsFarBackAsTheLogReaches() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        for (int i = 0; i < 300; i++) {
            add(0, 10_000 + i * 100_000L, "B", "{\"x\":" + i + "}");
        }
        add(0, 90_000_000, "A", "{\"x\":2}");

        assertThat(texts(stateAt(80_000_000).values())).containsEntry("telemetry:A:0:x", "1 at 1000");
    }

    @Test
    void saysOfWhichAddressesRetentionHasTakenThePast() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        add(0, 2000, "A", "{\"x\":2}");
        add(1, 2000, "B", "{\"x\":2}");
        add(0, 3000, "A", "{\"x\":3}");
        log.retentionPasses(Topic.TELEMETRY, 0, 2);

        PastStates.Answer.Found found = stateAt(2500);
        assertThat(texts(found.values())).containsOnlyKeys("telemetry:B:0:x");
        assertThat(found.unknown()).containsExactly(Address.of(Category.TELEMETRY, "A", 0, "x"));
        PastStates.Answer.Found before = stateAt(10);
        assertThat(before.at().next(Topic.TELEMETRY, 0)).isEqualTo(2);
        assertThat(before.unknown()).hasSize(2);
    }

    @Test
    void stopsAtItsBoundAndSaysWhatItHasNotFound() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        for (int i = 0; i < 300; i++) {
            add(0, 10_000 + i * 1000L, "B", "{\"x\":" + i + "}");
        }
        add(0, 400_000, "A", "{\"x\":2}");
        add(0, 400_001, "B", "{\"x\":2}");
        past.close();
        past = past(new LogPast.Limits(1, 100));

        PastStates.Answer.Found found = stateAt(320_000);
        assertThat(texts(found.values())).containsOnlyKeys("telemetry:B:0:x");
        assertThat(found.unknown()).containsExactly(Address.of(Category.TELEMETRY, "A", 0, "x"));
    }

    @Test
    void readsWhatCameAfterTheAskerLookedAtTheState() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        Frontier knownAt = log.end(TestLog.LAYOUT, ALL.topics());
        List<AddressValue> known = known(log, null);
        add(0, 2000, "A", "{\"x\":2}");
        add(1, 2000, "New", "{\"x\":2}");

        PastStates.Answer answer =
                ask(past, new PastStates.Question(ALL, new Moment.AtTime(3000), null, known, knownAt));

        assertThat(texts(((PastStates.Answer.Found) answer).values()))
                .containsOnly(Map.entry("telemetry:A:0:x", "2 at 2000"), Map.entry("telemetry:New:0:x", "2 at 2000"));
    }

    @Test
    void takesAPositionForAMomentAndFindsTheSecondMomentToo() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        Position position = log.end(TestLog.LAYOUT, ALL.topics()).position(TestLog.LAYOUT);
        add(0, 2000, "A", "{\"x\":2}");
        add(0, 3000, "A", "{\"x\":3}");

        PastStates.Answer.Found found = (PastStates.Answer.Found) ask(
                past,
                new PastStates.Question(
                        ALL, new Moment.AtPosition(position), new Moment.AtTime(2500), known(log, null)));

        assertThat(texts(found.values())).containsOnly(Map.entry("telemetry:A:0:x", "1 at 1000"));
        assertThat(found.at().next(Topic.TELEMETRY, 0)).isEqualTo(1);
        assertThat(Objects.requireNonNull(found.until()).next(Topic.TELEMETRY, 0))
                .isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoMomentOfThisLog() throws Exception {
        add(0, 1000, "A", "{\"x\":1}");
        add(0, 2000, "A", "{\"x\":2}");
        Position beginning = Frontier.beginning(TestLog.LAYOUT, ALL.topics()).position(TestLog.LAYOUT);
        log.retentionPasses(Topic.TELEMETRY, 0, 1);
        Frontier ahead = log.end(TestLog.LAYOUT, ALL.topics());
        ahead.pass(Topic.TELEMETRY, 3, 50);

        assertThat(refusal(new Moment.AtTime(NOW + 1))).isEqualTo(ErrorCode.BAD_PARAMETER);
        assertThat(refusal(new Moment.AtPosition(beginning))).isEqualTo(ErrorCode.POSITION_LOST);
        assertThat(refusal(new Moment.AtPosition(ahead.position(TestLog.LAYOUT))))
                .isEqualTo(ErrorCode.BAD_PARAMETER);
        assertThat(refusal(new Moment.AtPosition(Position.of(new PartitionOffset(Uuid.randomUuid(), 0, 0)))))
                .isEqualTo(ErrorCode.POSITION_FOREIGN);
    }

    @Test
    void refusesMoreQuestionsThanItTakesAndAnswersTheWaitingOnesWhenItCloses() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        TestLog held = log;
        LogPast busy = new LogPast(
                () -> {
                    inside.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return TestLog.LAYOUT;
                },
                held,
                new FakePages(held, 1, 4),
                new LogPast.Limits(1, 10),
                () -> NOW,
                System::nanoTime);
        PastStates.Question question = new PastStates.Question(ALL, new Moment.AtTime(1), null, List.of());
        List<CompletableFuture<PastStates.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<PastStates.Answer> answer = new CompletableFuture<>();
            answers.add(answer);
            busy.ask(question, answer::complete);
            if (i == 1) {
                assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }

        assertThat(((PastStates.Answer.Refused) answers.get(3).get(1, TimeUnit.SECONDS)).code())
                .isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        busy.close();
        for (CompletableFuture<PastStates.Answer> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(((PastStates.Answer.Refused) answers.get(2).get()).code()).isEqualTo(ErrorCode.NOT_READY);
    }

    @Test
    void agreesWithAPlainFoldForAnyLogAndMoment() throws Exception {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            log = new TestLog();
            fill(random);
            past.close();
            past = past(LogPast.Limits.DEFAULT);
            for (int i = 0; i < 4; i++) {
                long timeMs = random.nextInt(1_000_000);
                PastStates.Answer.Found found = stateAt(timeMs);
                Frontier frontier = log.firstAt(TestLog.LAYOUT, ALL.topics(), timeMs + 1);
                assertThat(found.at()).as("seed %d", seed).isEqualTo(frontier);
                assertThat(texts(found.values()))
                        .as("seed %d, at %d", seed, timeMs)
                        .isEqualTo(texts(known(log, frontier)));
                assertThat(found.unknown()).as("seed %d", seed).isEmpty();
            }
        }
    }

    /** Either each component keeps to its partition and the clock is wild, or components wander and the clock is good. */
    private void fill(Random random) {
        boolean wild = random.nextBoolean();
        long timeMs = 0;
        for (int i = random.nextInt(80); i > 0; i--) {
            int component = random.nextInt(5);
            int partition = wild ? component % 4 : random.nextInt(4);
            timeMs += 1 + random.nextInt(25_000);
            long stamp = wild ? Math.max(0, timeMs + random.nextInt(60_000) - 30_000) : timeMs;
            String x = random.nextInt(5) == 0 ? "null" : Integer.toString(i);
            add(
                    partition,
                    stamp,
                    "C" + component,
                    random.nextBoolean() ? "{\"x\":" + x + "}" : "{\"x\":" + x + ",\"y\":" + i + "}");
        }
    }
}
