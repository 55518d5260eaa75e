package io.firstlight.webedge.outbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxIntervalTest {

    private static final int LIMIT = 16 << 10;
    private static final int SECOND = 1000;

    private final RecordingSink sink = new RecordingSink();
    private long nowMs = 5_000_000;
    private final Outbox outbox = new Outbox(sink, LIMIT, new OutboxMeters(new SimpleMeterRegistry()), () -> nowMs);

    @Test
    void sendsTheFirstAtOnceAndMergesTheOthersUntilTheIntervalEnds() {
        for (int i = 1; i <= 4; i++) {
            offer("x", i);
            outbox.flush();
            nowMs += 300;
        }
        assertThat(sink.frames()).containsExactly("{\"x\": 1}");
        assertThat(outbox.nextDueMs()).isEqualTo(5_001_000);

        outbox.flush();

        assertThat(sink.frames())
                .containsExactly(
                        "{\"x\": 1}",
                        "{\"x\": 4, \"merged\": {\"count\": 3, \"extremes\": {\"/x\": {\"min\": 2, \"max\": 4}}}}");
        assertThat(outbox.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sendsAtMostOneFramePerIntervalOfEachKey() {
        List<Long> sentAtMs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int before = sink.frames().size();
            offer("x", i);
            outbox.flush();
            if (sink.frames().size() > before) {
                sentAtMs.add(nowMs);
            }
            nowMs += 7;
        }

        assertThat(sentAtMs).hasSize(7);
        for (int i = 1; i < sentAtMs.size(); i++) {
            assertThat(sentAtMs.get(i) - sentAtMs.get(i - 1)).isGreaterThanOrEqualTo(SECOND);
        }
    }

    @Test
    void sendsASingleSampleThatWaitedAsItsPlainFrame() {
        offer("x", 1);
        offer("x", 2);
        nowMs += SECOND;
        outbox.flush();

        assertThat(sink.frames()).containsExactly("{\"x\": 1}", "{\"x\": 2}");
    }

    @Test
    void beginsAnewAtOnceWhenTheIntervalHasPassed() {
        offer("x", 1);
        nowMs += SECOND;
        offer("x", 2);
        offer("x", 3);
        outbox.flush();

        assertThat(sink.frames()).containsExactly("{\"x\": 1}", "{\"x\": 2}");
        assertThat(outbox.nextDueMs()).isEqualTo(nowMs + SECOND);
    }

    @Test
    void keepsKeysApart() {
        offer("x", 1);
        nowMs += 400;
        offer("y", 1);
        offer("x", 2);
        offer("y", 2);
        outbox.flush();
        assertThat(outbox.nextDueMs()).isEqualTo(5_001_000);

        nowMs = 5_001_000;
        outbox.flush();
        assertThat(outbox.nextDueMs()).isEqualTo(5_001_400);

        nowMs = 5_001_400;
        outbox.flush();
        assertThat(sink.frames()).containsExactly("{\"x\": 1}", "{\"y\": 1}", "{\"x\": 2}", "{\"y\": 2}");
    }

    @Test
    void letsFramesWithoutAnIntervalPass() {
        offer("x", 1);
        offer("x", 2);
        outbox.offerSample("free", TestSample.of("{\"f\": 1}"), 0);
        outbox.offerSample("free", TestSample.of("{\"f\": 2}"), 0);
        outbox.flush();

        assertThat(sink.frames()).containsExactly("{\"x\": 1}", "{\"f\": 1}", "{\"f\": 2}");
    }

    @Test
    void forgetsAKeyWhenItsIntervalHasPassedAndNothingWaits() {
        for (int i = 0; i < 30; i++) {
            outbox.offerSample(i, TestSample.of("{\"x\": 1}"), SECOND);
        }
        outbox.flush();
        assertThat(outbox.heldBytes()).isEqualTo(30 * Pace.BYTES);

        nowMs += SECOND;
        outbox.flush();
        assertThat(outbox.heldBytes()).isZero();
    }

    @Test
    void keepsTheKeyUntilTheIntervalAfterItsLastFrameHasPassed() {
        offer("x", 1);
        offer("x", 2);
        nowMs += SECOND;
        outbox.flush();
        assertThat(outbox.heldBytes()).isEqualTo(Pace.BYTES);

        offer("x", 3);
        outbox.flush();
        assertThat(sink.frames()).hasSize(2);

        nowMs += SECOND;
        outbox.flush();
        nowMs += SECOND;
        outbox.flush();
        assertThat(sink.frames()).hasSize(3);
        assertThat(outbox.heldBytes()).isZero();
    }

    @Test
    void sendsWhatBecameDueDuringAWriteWhenTheWriteEnds() {
        sink.stall();
        offer("x", 1);
        outbox.flush();
        offer("x", 2);
        assertThat(outbox.nextDueMs()).isEqualTo(5_001_000);

        nowMs += 2 * SECOND;
        outbox.flush();
        assertThat(sink.frames()).hasSize(1);
        assertThat(outbox.nextDueMs()).as("the end of the write sees to it").isEqualTo(Long.MAX_VALUE);

        sink.finishWrite();
        assertThat(sink.frames()).containsExactly("{\"x\": 1}", "{\"x\": 2}");
    }

    @Test
    void mergesTheFirstOfAKeyTooWhenTheConnectionIsSlow() {
        sink.stall();
        outbox.offer(new byte[LIMIT / 2]);
        outbox.flush();
        offer("x", 1);
        offer("x", 2);
        sink.finishWrite();
        assertThat(sink.frames()).hasSize(2);
        assertThat(sink.frames().getLast()).contains("\"count\": 2");

        sink.resume();
        offer("x", 3);
        outbox.flush();
        assertThat(sink.frames()).as("an interval after the merged frame").hasSize(2);
        assertThat(outbox.nextDueMs()).isEqualTo(nowMs + SECOND);
    }

    @Test
    void doesNotLetASlotOvertakeWhenTheIntervalIsDroppedForItsKey() {
        offer("x", 1);
        offer("x", 2);
        outbox.offerSample("x", TestSample.of("{\"x\": 3}"), 0);
        nowMs += SECOND;
        outbox.flush();

        assertThat(sink.frames()).hasSize(2);
        assertThat(sink.frames().getLast()).startsWith("{\"x\": 3,").contains("\"count\": 2");
    }

    @Test
    void tellsOfRoomThatCameFromAnIntervalsEnd() {
        List<String> told = new ArrayList<>();
        outbox.onRoom(() -> told.add("room"));
        int keys = 0;
        while (outbox.offerSample(keys, TestSample.of("{\"x\": 1}"), SECOND)
                && outbox.offerSample(keys, TestSample.of("{\"x\": 2}"), SECOND)) {
            keys++;
        }
        outbox.flush();
        assertThat(told).isEmpty();

        nowMs += SECOND;
        outbox.flush();
        assertThat(told).containsExactly("room");
    }

    @Test
    void asksForAFlushThatMakesRoomAfterARefusalThoughNothingWaits() {
        List<String> told = new ArrayList<>();
        outbox.onRoom(() -> told.add("room"));
        for (int i = 0; i < LIMIT / 3 / Pace.BYTES; i++) {
            outbox.offerSample(i, TestSample.of("{\"x\": 1}"), SECOND);
        }
        outbox.flush();
        assertThat(outbox.nextDueMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(outbox.offer(new byte[LIMIT])).isFalse();
        assertThat(outbox.nextDueMs()).isEqualTo(nowMs + SECOND);

        nowMs += SECOND;
        outbox.flush();
        assertThat(told).containsExactly("room");
        assertThat(outbox.offer(new byte[LIMIT])).isTrue();
    }

    @Test
    void forgetsWhatWaitsUnderAKeyButNotItsInterval() {
        offer("x", 1);
        offer("y", 1);
        outbox.flush();
        offer("x", 2);
        offer("y", 2);
        outbox.forget("x"::equals);
        assertThat(outbox.heldBytes()).isEqualTo(outbox.recountedBytes());
        offer("x", 3);

        nowMs += SECOND;
        outbox.flush();

        assertThat(sink.frames()).containsExactly("{\"x\": 1}", "{\"y\": 1}", "{\"x\": 3}", "{\"y\": 2}");
        nowMs += SECOND;
        outbox.flush();
        assertThat(outbox.heldBytes()).isZero();
    }

    @Test
    void forgetsWhatIsDueUnderAKeyThatHasAnInterval() {
        sink.stall();
        outbox.offer(new byte[LIMIT * 3 / 4]);
        outbox.flush();
        offer("x", 1);
        outbox.forget("x"::equals);

        assertThat(outbox.heldBytes()).isEqualTo(outbox.recountedBytes());
        sink.resume();
        nowMs += SECOND;
        outbox.flush();
        assertThat(sink.frames()).hasSize(1);
        assertThat(outbox.heldBytes()).isZero();
    }

    private void offer(String key, int value) {
        assertThat(outbox.offerSample(key, TestSample.of("{\"" + key + "\": " + value + "}"), SECOND))
                .isTrue();
    }
}
