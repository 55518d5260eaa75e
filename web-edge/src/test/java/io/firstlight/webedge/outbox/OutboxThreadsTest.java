package io.firstlight.webedge.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** The outbox between the thread that offers, the connection's that ends writes, and others that flush and look. */
class OutboxThreadsTest {

    private static final int LIMIT = 16 << 10;
    private static final int FRAMES = 10_000;

    @Test
    @Timeout(60)
    void losesNothingAndAlwaysTellsOfRoomWhenWritesEndOnAnotherThread() throws Exception {
        try (ExecutorService connection = Executors.newSingleThreadExecutor();
                ExecutorService another = Executors.newSingleThreadExecutor()) {
            DeferringSink sink = new DeferringSink(connection);
            Semaphore room = new Semaphore(0);
            AtomicInteger clockMs = new AtomicInteger();
            Outbox outbox =
                    new Outbox(sink, LIMIT, new OutboxMeters(new SimpleMeterRegistry()), clockMs::incrementAndGet);
            outbox.onRoom(room::release);
            AtomicInteger mostHeld = new AtomicInteger();
            for (int i = 0; i < FRAMES; i++) {
                if (i % 16 == 0) {
                    another.execute(() -> {
                        outbox.flush();
                        mostHeld.accumulateAndGet(outbox.heldBytes(), Math::max);
                    });
                }
                byte[] lossless = ("{\"lossless\": " + i + "}").getBytes(StandardCharsets.UTF_8);
                TestSample sample = TestSample.of("{\"v\": " + i + "}");
                while (!outbox.offer(lossless)) {
                    awaitRoom(outbox, room);
                }
                while (!outbox.offerSample(i % 5, sample, i % 5)) {
                    awaitRoom(outbox, room);
                }
                outbox.flush();
            }
            another.shutdown();
            assertThat(another.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            while (outbox.heldBytes() > 0) {
                outbox.flush();
                Thread.onSpinWait();
            }
            connection.shutdown();
            assertThat(connection.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

            assertThat(mostHeld.get()).isLessThanOrEqualTo(LIMIT);
            check(sink.frames);
        }
    }

    private static void awaitRoom(Outbox outbox, Semaphore room) throws InterruptedException {
        outbox.flush();
        assertThat(room.tryAcquire(20, TimeUnit.SECONDS)).as("told of room").isTrue();
    }

    private static void check(List<byte[]> frames) throws IOException {
        int lossless = 0;
        int samples = 0;
        int[] last = {-1, -1, -1, -1, -1};
        for (byte[] frame : frames) {
            JsonNode node = Json.mapper().readTree(frame);
            if (node.has("lossless")) {
                assertThat(node.path("lossless").intValue()).isEqualTo(lossless);
                lossless++;
            } else {
                int value = node.path("v").intValue();
                int count = node.path("merged").path("count").asInt(1);
                assertThat(value)
                        .isEqualTo(last[value % 5] < 0 ? value % 5 + 5 * (count - 1) : last[value % 5] + 5 * count);
                last[value % 5] = value;
                samples += count;
            }
        }
        assertThat(lossless).isEqualTo(FRAMES);
        assertThat(samples).isEqualTo(FRAMES);
    }

    /** Ends every write on the connection's thread, which is the only one that ever does. */
    private static final class DeferringSink implements FrameSink {
        private final ExecutorService connection;
        private final List<byte[]> frames = new ArrayList<>();

        DeferringSink(ExecutorService connection) {
            this.connection = connection;
        }

        @Override
        public void write(List<byte[]> written, Runnable done) {
            connection.execute(() -> {
                frames.addAll(written);
                done.run();
            });
        }

        @Override
        public void close(CloseCode code) {
            throw new AssertionError("closed with " + code);
        }
    }
}
