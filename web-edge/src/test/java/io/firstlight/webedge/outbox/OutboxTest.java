package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxTest {

    private static final int LIMIT = 2048;

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
        outbox.offer(frame("a"));
        outbox.offerSample("k", TestSample.plain(frame("b")), 0);
        outbox.offer(frame("c"));
        outbox.flush();

        assertThat(sink.writes()).containsExactly(List.of("a", "b", "c"));
        assertThat(outbox.heldBytes()).isZero();
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
        outbox.offer(new byte[LIMIT * 4]);
        outbox.flush();

        assertThat(sink.frames()).hasSize(1);
        assertThat(sink.closed()).isNull();
    }

    @Test
    void takesNothingAfterItWasClosed() {
        outbox.close();
        outbox.offer(frame("a"));
        outbox.offerSample("k", TestSample.plain(frame("b")), 0);
        outbox.flush();

        assertThat(sink.frames()).isEmpty();
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

    @Nested
    class WhenTheConnectionIsSlow {

        @Test
        void keepsOnlyTheNewestTelemetryFrameOfEachKey() {
            sink.stall();
            outbox.offer(new byte[LIMIT / 2]);
            outbox.flush();
            for (int i = 0; i < 1000; i++) {
                outbox.offerSample("x", TestSample.plain(frame("x" + i)), 0);
                outbox.offerSample("y", TestSample.plain(frame("y" + i)), 0);
            }
            assertThat(outbox.heldBytes()).isLessThanOrEqualTo(LIMIT);

            sink.resume();

            assertThat(sink.frames().subList(1, sink.frames().size())).containsExactly("x999", "y999");
            assertThat(meters.counter("firstlight.edge.frames.conflated").count())
                    .isEqualTo(2 * 999.0);
        }

        @Test
        void goesBackToEveryFrameOnceItHasCaughtUp() {
            sink.stall();
            outbox.offer(new byte[LIMIT / 2]);
            outbox.flush();
            outbox.offerSample("x", TestSample.plain(frame("x1")), 0);
            outbox.offerSample("x", TestSample.plain(frame("x2")), 0);
            sink.resume();

            outbox.offerSample("x", TestSample.plain(frame("x3")), 0);
            outbox.offerSample("x", TestSample.plain(frame("x4")), 0);
            outbox.flush();

            assertThat(sink.frames()).endsWith("x2", "x3", "x4");
        }

        @Test
        void closesRatherThanLoseAFrameThatMustNotBeLost() {
            sink.stall();
            outbox.offer(frame("a"));
            outbox.flush();
            outbox.offer(new byte[LIMIT]);

            assertThat(sink.closed()).isEqualTo(CloseCode.SLOW_CONSUMER);
            assertThat(outbox.heldBytes()).isZero();
            assertThat(meters.counter("firstlight.edge.slow.consumers").count()).isEqualTo(1);
        }

        @Test
        void closesWhenEvenTheNewestFramesAreTooMany() {
            sink.stall();
            outbox.offer(frame("a"));
            outbox.flush();
            for (int i = 0; i < 100 && sink.closed() == null; i++) {
                outbox.offerSample(i, TestSample.plain(new byte[100]), 0);
            }

            assertThat(sink.closed()).isEqualTo(CloseCode.SLOW_CONSUMER);
        }
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
