package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxTest {

    private static final int LIMIT = 8192;

    private final RecordingSink sink = new RecordingSink();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Outbox outbox = new Outbox(sink, LIMIT, new OutboxMeters(meters), () -> 0);

    @Test
    void writesNothingBeforeTheFlush() {
        outbox.offer(frame("a"));

        assertThat(sink.frames()).isEmpty();
    }

    @Test
    void writesEverythingThatWaitsInOneWrite() {
        assertThat(outbox.offer(frame("a"))).isTrue();
        assertThat(outbox.offerSample("k", plain("b"), 0)).isTrue();
        assertThat(outbox.offer(frame("c"))).isTrue();
        outbox.flush();

        assertThat(sink.writes()).containsExactly(List.of("a", "b", "c"));
        assertThat(outbox.heldBytes()).isZero();
        assertThat(count("delivered")).isEqualTo(3);
    }

    @Test
    void writesWhatCameDuringAWriteWhenItEnds() {
        sink.stall();
        outbox.offer(frame("a"));
        outbox.flush();
        outbox.offer(frame("b"));
        outbox.flush();
        outbox.offer(frame("c"));
        outbox.flush();
        assertThat(sink.frames()).containsExactly("a");

        sink.finishWrite();

        assertThat(sink.writes()).hasSize(2);
        assertThat(sink.frames()).containsExactly("a", "b", "c");
    }

    @Test
    void countsFramesInFlightUntilTheConnectionHasTakenThem() {
        sink.stall();
        outbox.offer(frame("12345"));
        outbox.flush();
        assertThat(outbox.heldBytes()).isEqualTo(5);

        sink.finishWrite();
        assertThat(outbox.heldBytes()).isZero();
    }

    @Test
    void deliversASingleFrameAboveTheLimitWhenNothingElseWaits() {
        assertThat(outbox.offer(new byte[LIMIT * 4])).isTrue();
        assertThat(outbox.offer(frame("a"))).isFalse();
        outbox.flush();
        assertThat(outbox.offerSample("k", TestSample.plain(new byte[LIMIT * 4]), 0))
                .isTrue();
        outbox.flush();

        assertThat(sink.frames()).hasSize(2);
    }

    @Test
    void looksAtNoNumbersWhileTheConnectionKeepsUp() {
        TestSample sample = TestSample.of("{\"v\": 1}");
        outbox.offerSample("k", sample, 0);
        outbox.offerSample("k", sample, 0);
        outbox.flush();

        assertThat(sample.extractions()).isZero();
    }

    @Test
    void takesAndForgetsWhatComesAfterItWasClosed() {
        outbox.offer(frame("0"));
        outbox.close();

        assertThat(outbox.offer(frame("a"))).isTrue();
        assertThat(outbox.offerSample("k", plain("b"), 0)).isTrue();
        assertThat(outbox.offerSample("l", plain("b"), 1000)).isTrue();
        outbox.flush();
        assertThat(sink.frames()).isEmpty();
        assertThat(outbox.heldBytes()).isZero();
        assertThat(outbox.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void holdsNothingWhenAWriteEndsAfterItWasClosed() {
        sink.stall();
        outbox.offer(frame("a"));
        outbox.flush();
        outbox.close();
        sink.finishWrite();

        assertThat(outbox.heldBytes()).isZero();
    }

    @Test
    void doesNotDeepenTheStackWithManyImmediateWrites() {
        IntStream.range(0, 200_000).forEach(i -> {
            outbox.offer(frame("x"));
            if (i % 2 == 0) {
                outbox.flush();
            }
        });
        outbox.flush();

        assertThat(sink.frames()).hasSize(200_000);
    }

    @Test
    void endsWithACodeOnce() {
        outbox.offer(frame("a"));
        outbox.end(CloseCode.SLOW_CONSUMER);
        outbox.end(CloseCode.INTERNAL);

        assertThat(sink.closed()).isEqualTo(CloseCode.SLOW_CONSUMER);
        assertThat(outbox.heldBytes()).isZero();
        assertThat(meters.counter("firstlight.edge.slow.consumers").count()).isEqualTo(1);
    }

    @Test
    void countsOnlySlowConsumersAsSuch() {
        outbox.end(CloseCode.GOING_AWAY);

        assertThat(sink.closed()).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(meters.counter("firstlight.edge.slow.consumers").count()).isZero();
    }

    @Test
    void refusesANegativeInterval() {
        assertThatThrownBy(() -> outbox.offerSample("k", plain("a"), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Nested
    class WhenTheConnectionIsSlow {

        private final byte[] half = new byte[LIMIT / 2];

        private void stallWith(byte[] frame) {
            sink.stall();
            outbox.offer(frame);
            outbox.flush();
        }

        private List<String> framesAfterTheFirst() {
            return sink.frames().subList(1, sink.frames().size());
        }

        @Test
        void keepsOneSlotPerKeyWithTheNewestFrameAndTheExtremes() {
            stallWith(half);
            for (int i = 0; i < 1000; i++) {
                outbox.offerSample("x", TestSample.of("{\"x\": " + (i * 7 % 1000) + "}"), 0);
                outbox.offerSample("y", TestSample.of("{\"y\": -" + i + ".50}"), 0);
            }
            assertThat(outbox.heldBytes()).isLessThanOrEqualTo(LIMIT);

            sink.resume();

            assertThat(framesAfterTheFirst())
                    .containsExactly(
                            "{\"x\": 993, \"merged\": {\"count\": 1000, \"extremes\": {\"/x\": {\"min\": 0, \"max\": 999}}}}",
                            "{\"y\": -999.50, \"merged\": {\"count\": 1000, \"extremes\": {\"/y\": {\"min\": -999.50, \"max\": -0.50}}}}");
            assertThat(count("merged")).isEqualTo(2 * 999);
            assertThat(outbox.heldBytes()).isZero();
        }

        @Test
        void sendsASlotWithOneSampleAsItsPlainFrameWithoutALookAtItsNumbers() {
            stallWith(half);
            TestSample sample = TestSample.of("{\"x\": 1}");
            outbox.offerSample("x", sample, 0);
            sink.resume();

            assertThat(framesAfterTheFirst()).containsExactly("{\"x\": 1}");
            assertThat(sample.extractions()).isZero();
        }

        @Test
        void goesBackToEveryFrameOnceItHasCaughtUp() {
            stallWith(half);
            outbox.offerSample("x", plain("x1"), 0);
            outbox.offerSample("x", plain("x2"), 0);
            sink.resume();

            outbox.offerSample("x", plain("x3"), 0);
            outbox.offerSample("x", plain("x4"), 0);
            outbox.flush();

            assertThat(framesAfterTheFirst()).containsExactly("x2", "x3", "x4");
        }

        @Test
        void keepsTheOrderOfEachKey() {
            stallWith(frame("a"));
            outbox.offerSample("x", plain("x1"), 0);
            outbox.offer(half);
            outbox.offerSample("x", plain("x2"), 0);
            outbox.offerSample("y", plain("y1"), 0);
            sink.finishWrite();
            outbox.offerSample("x", plain("x3"), 0);
            sink.resume();

            assertThat(sink.frames()).containsSubsequence("a", "x1", "x2", "y1", "x3");
        }

        @Test
        void refusesAFrameThatMustNotBeLostAndChangesNothing() {
            stallWith(frame("a"));
            outbox.offer(frame("b"));

            assertThat(outbox.offer(new byte[LIMIT])).isFalse();

            assertThat(outbox.heldBytes()).isEqualTo(2);
            assertThat(sink.closed()).isNull();
            assertThat(count("refused")).isEqualTo(1);
            sink.resume();
            assertThat(sink.frames()).containsExactly("a", "b");
        }

        @Test
        void refusesASampleWhenEvenSlotsAreTooManyAndChangesNothing() {
            stallWith(half);
            int taken = 0;
            while (outbox.offerSample(taken, TestSample.plain(new byte[100]), 0)) {
                taken++;
            }
            int held = outbox.heldBytes();
            assertThat(held).isBetween(LIMIT - 600, LIMIT);
            assertThat(outbox.offerSample("z", TestSample.plain(new byte[100]), 1000))
                    .isFalse();
            assertThat(outbox.heldBytes()).isEqualTo(held);

            sink.resume();
            assertThat(framesAfterTheFirst()).hasSize(taken);
        }

        @Test
        void stillMergesIntoASlotWhenThereIsNoRoomForAnother() {
            stallWith(new byte[LIMIT - 900]);
            outbox.offerSample("x", TestSample.of("{\"x\": 10}"), 0);
            outbox.offerSample("x", TestSample.of("{\"x\": 30}"), 0);
            assertThat(outbox.offerSample("y", TestSample.of("{\"y\": 10}"), 0)).isFalse();

            assertThat(outbox.offerSample("x", TestSample.of("{\"x\": 20}"), 0)).isTrue();

            sink.resume();
            assertThat(framesAfterTheFirst())
                    .containsExactly(
                            "{\"x\": 20, \"merged\": {\"count\": 3, \"extremes\": {\"/x\": {\"min\": 10, \"max\": 30}}}}");
        }

        @Test
        void leavesASlotAsItWasWhenAMergeIsRefused() {
            stallWith(new byte[LIMIT - 900]);
            outbox.offerSample("x", TestSample.of("{\"x\": 10}"), 0);
            outbox.offerSample("x", TestSample.of("{\"x\": 11}"), 0);
            int held = outbox.heldBytes();

            assertThat(outbox.offerSample("x", TestSample.of("{\"x\": 99, \"t\": \"" + "t".repeat(900) + "\"}"), 0))
                    .isFalse();

            assertThat(outbox.heldBytes()).isEqualTo(held);
            sink.resume();
            assertThat(framesAfterTheFirst())
                    .containsExactly(
                            "{\"x\": 11, \"merged\": {\"count\": 2, \"extremes\": {\"/x\": {\"min\": 10, \"max\": 11}}}}");
        }
    }

    @Nested
    class WhenItHadNoRoom {

        private final AtomicInteger told = new AtomicInteger();

        @Test
        void tellsOnceWhenTheHeldBytesHaveFallenToAQuarter() {
            outbox.onRoom(told::incrementAndGet);
            sink.stall();
            outbox.offer(new byte[LIMIT / 2]);
            outbox.flush();
            outbox.offer(new byte[LIMIT / 2]);
            assertThat(outbox.offer(frame("a"))).isFalse();
            assertThat(outbox.offer(frame("a"))).isFalse();

            sink.finishWrite();
            assertThat(outbox.heldBytes()).isEqualTo(LIMIT / 2);
            assertThat(told).hasValue(0);

            sink.finishWrite();
            assertThat(told).hasValue(1);
            outbox.offer(frame("b"));
            outbox.flush();
            sink.resume();
            assertThat(told).hasValue(1);
        }

        @Test
        void tellsAgainAfterAnotherRefusal() {
            outbox.onRoom(told::incrementAndGet);
            for (int i = 0; i < 3; i++) {
                outbox.offer(new byte[LIMIT]);
                outbox.offerSample("k", plain("a"), 0);
                outbox.flush();
            }

            assertThat(told).hasValue(3);
        }

        @Test
        void tellsNobodyWithoutARefusalNorAfterItHasEnded() {
            outbox.onRoom(told::incrementAndGet);
            outbox.offer(new byte[LIMIT]);
            outbox.flush();
            assertThat(told).hasValue(0);

            sink.stall();
            outbox.offer(new byte[LIMIT]);
            outbox.flush();
            outbox.offer(frame("a"));
            outbox.end(CloseCode.SLOW_CONSUMER);
            sink.finishWrite();
            assertThat(told).hasValue(0);
        }

        @Test
        void tellsWithoutHoldingItsLock() {
            outbox.onRoom(() -> told.addAndGet(Thread.holdsLock(outbox) ? 100 : 1));
            outbox.offer(new byte[LIMIT]);
            outbox.offer(frame("a"));
            outbox.flush();

            assertThat(told).hasValue(1);
        }

        @Test
        void isToldToOneOnly() {
            outbox.onRoom(told::incrementAndGet);

            assertThatThrownBy(() -> outbox.onRoom(told::incrementAndGet)).isInstanceOf(IllegalStateException.class);
        }
    }

    private double count(String what) {
        return meters.counter("firstlight.edge.frames." + what).count();
    }

    private static TestSample plain(String text) {
        return TestSample.plain(frame(text));
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
