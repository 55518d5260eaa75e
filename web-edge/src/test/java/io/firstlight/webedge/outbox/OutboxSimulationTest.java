package io.firstlight.webedge.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random operations on an outbox, each followed by a look at what must always hold, and in the end by a look at what came out: everything
 * that was taken is delivered or counted in a merged frame, in order, with the extremes of a reference.
 */
class OutboxSimulationTest {

    private static final int LIMIT = 24 << 10;
    private static final int KEYS = 12;
    private static final int SEEDS = 400;
    private static final int STEPS = 600;

    @Test
    void everySampleIsDeliveredOrCountedAndTheBoundHolds() throws IOException {
        int merged = 0;
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed, LIMIT / 3);
            run.steps();
            run.drain();
            merged += run.checkDelivered();
            refused += run.refused;
        }

        assertThat(merged).as("merged frames over all seeds").isGreaterThan(SEEDS);
        assertThat(refused).as("refusals over all seeds").isGreaterThan(SEEDS);
    }

    @Test
    void onlyASingleLargeFrameExceedsTheBound() throws IOException {
        for (int seed = 0; seed < SEEDS / 4; seed++) {
            Run run = new Run(seed, 2 * LIMIT);
            run.steps();
            run.drain();
            run.checkDelivered();
        }
    }

    /** What was taken of one key and has not been seen yet. */
    private record Taken(int number, int value) {}

    private static final class Run {
        private final int seed;
        private final Random random;
        private final int mostPadding;
        private final RecordingSink sink = new RecordingSink();
        private final List<Long> writtenAtMs = new ArrayList<>();
        private final Map<Integer, ArrayDeque<Taken>> taken = new HashMap<>();
        private final Map<Integer, Long> firstTakenAtMs = new HashMap<>();
        private final Map<Integer, Integer> frames = new HashMap<>();
        private final List<Integer> takenLossless = new ArrayList<>();
        private final Outbox outbox;
        private long nowMs = 1000;
        private boolean stalled;
        private boolean roomTold;
        private boolean roomAwaited;
        private int next;
        private int refused;

        Run(int seed, int mostPadding) {
            this.seed = seed;
            this.random = new Random(seed);
            this.mostPadding = mostPadding;
            this.outbox = new Outbox(sink, LIMIT, new OutboxMeters(new SimpleMeterRegistry()), () -> nowMs);
            outbox.onRoom(() -> {
                assertThat(roomAwaited)
                        .as("seed %d: told of room after a refusal only", seed)
                        .isTrue();
                assertThat(outbox.heldBytes()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT / 4);
                roomAwaited = false;
                roomTold = true;
            });
        }

        void steps() {
            for (int i = 0; i < STEPS; i++) {
                step();
                noteTimes();
                int held = outbox.heldBytes();
                assertThat(held).as("seed %d, step %d", seed, i).isEqualTo(outbox.recountedBytes());
                assertThat(held).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(mostHeld());
            }
        }

        private void noteTimes() {
            while (writtenAtMs.size() < sink.writes().size()) {
                writtenAtMs.add(nowMs);
            }
        }

        private int mostHeld() {
            // Above a quarter no frame is taken that does not fit.
            return mostPadding < LIMIT / 2 ? LIMIT : LIMIT / 4 + mostPadding + 1000;
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0 -> lossless();
                case 1 -> nowMs += random.nextInt(400);
                case 2 -> turnTheConnection();
                case 3 -> outbox.flush();
                default -> sample();
            }
        }

        private void turnTheConnection() {
            if (!stalled) {
                sink.stall();
                stalled = true;
            } else if (random.nextInt(3) > 0) {
                if (sink.isWriting()) {
                    sink.finishWrite();
                }
            } else {
                sink.resume();
                stalled = false;
            }
        }

        private void lossless() {
            int number = next++;
            int held = outbox.heldBytes();
            if (outbox.offer(("{\"lossless\": " + number + padding()).getBytes(StandardCharsets.UTF_8))) {
                takenLossless.add(number);
            } else {
                refused(held);
            }
        }

        private void sample() {
            int key = random.nextInt(KEYS);
            int value = random.nextInt(1000) - 500;
            int number = next++;
            int held = outbox.heldBytes();
            TestSample sample = TestSample.of("{\"key\": " + key + ", \"number\": " + number + ", \"v\": " + value
                    + (random.nextInt(4) == 0 ? ", \"sometimes\": " + value + ".5" : "") + padding());
            if (outbox.offerSample(key, sample, intervalMs(key))) {
                firstTakenAtMs.putIfAbsent(key, nowMs);
                taken.computeIfAbsent(key, k -> new ArrayDeque<>()).add(new Taken(number, value));
            } else {
                refused(held);
            }
        }

        /** A third of the keys each: none, short, long. */
        private static int intervalMs(int key) {
            return new int[] {0, 100, 1000}[key % 3];
        }

        private void refused(int heldBefore) {
            refused++;
            roomAwaited = true;
            assertThat(outbox.heldBytes())
                    .as("seed %d: a refusal changes nothing", seed)
                    .isEqualTo(heldBefore);
        }

        private String padding() {
            int bytes = random.nextInt(8) == 0 ? random.nextInt(mostPadding) : random.nextInt(200);
            return ", \"padding\": \"" + "p".repeat(bytes) + "\"}";
        }

        /** The connection takes everything, and all intervals pass, by no other calls than those that the outbox asks for. */
        void drain() {
            sink.resume();
            outbox.flush();
            while (outbox.nextDueMs() != Long.MAX_VALUE) {
                nowMs = Math.max(nowMs, outbox.nextDueMs());
                outbox.flush();
                noteTimes();
            }
            noteTimes();
            assertThat(roomAwaited)
                    .as("seed %d: told of room after the last refusal", seed)
                    .isFalse();
            assertThat(roomTold).as("seed %d", seed).isEqualTo(refused > 0);
            nowMs += 1000;
            outbox.flush();
            assertThat(outbox.heldBytes())
                    .as("seed %d: no key is kept for ever", seed)
                    .isZero();
        }

        /** Compares what came out with what was taken; returns how many frames were merged ones. */
        int checkDelivered() throws IOException {
            int merged = 0;
            List<Integer> lossless = new ArrayList<>();
            for (int i = 0; i < sink.writes().size(); i++) {
                for (String frame : sink.writes().get(i)) {
                    JsonNode node = Json.mapper().readTree(frame);
                    if (node.has("lossless")) {
                        lossless.add(node.path("lossless").intValue());
                    } else {
                        merged += node.has("merged") ? 1 : 0;
                        checkSample(node);
                        checkPace(node.path("key").intValue(), writtenAtMs.get(i));
                    }
                }
            }
            assertThat(lossless).as("seed %d", seed).isEqualTo(takenLossless);
            assertThat(taken.values()).as("seed %d", seed).allMatch(ArrayDeque::isEmpty);
            return merged;
        }

        private void checkSample(JsonNode frame) {
            JsonNode merged = frame.path("merged");
            int count = merged.path("count").asInt(1);
            ArrayDeque<Taken> waiting =
                    Objects.requireNonNull(taken.get(frame.path("key").intValue()));
            int least = Integer.MAX_VALUE;
            int greatest = Integer.MIN_VALUE;
            int last = -1;
            for (int i = 0; i < count; i++) {
                Taken one = waiting.remove();
                least = Math.min(least, one.value);
                greatest = Math.max(greatest, one.value);
                last = one.number;
            }
            assertThat(frame.path("number").intValue())
                    .as("seed %d: the last is the payload", seed)
                    .isEqualTo(last);
            assertThat(merged.has("extremes")).isEqualTo(count > 1);
            if (count > 1) {
                JsonNode range = merged.path("extremes").path("/v");
                assertThat(range.path("min").intValue())
                        .as("seed %d: %s", seed, frame)
                        .isEqualTo(least);
                assertThat(range.path("max").intValue())
                        .as("seed %d: %s", seed, frame)
                        .isEqualTo(greatest);
            }
        }

        /** However writes bunch, the frames of a key are never more than its intervals since its first sample. */
        private void checkPace(int key, long atMs) {
            int before = frames.merge(key, 1, Integer::sum) - 1;
            long earliestMs = Objects.requireNonNull(firstTakenAtMs.get(key)) + (long) before * intervalMs(key);
            assertThat(atMs).as("seed %d, key %d", seed, key).isGreaterThanOrEqualTo(earliestMs);
        }
    }
}
