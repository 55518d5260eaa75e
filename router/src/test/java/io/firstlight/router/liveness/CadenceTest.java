package io.firstlight.router.liveness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CadenceTest {

    private static final LivenessConfig CONFIG = LivenessConfig.defaults();

    private final Cadence cadence = new Cadence();

    @ParameterizedTest
    @ValueSource(longs = {20, 1_000, 2_000, 600_000})
    void isLearnedFromEnoughGapsAndAllowsForThreeOfThem(long gapMs) {
        long needed = Math.max(Cadence.ENOUGH, Cadence.LEAST_SPAN_MS / gapMs);
        gaps(gapMs, needed - 1);
        assertThat(cadence.isRegular()).isFalse();
        gaps(gapMs, 1);
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.meanMs()).isCloseTo((double) gapMs, within(0.01));
        assertThat(cadence.limitMs(CONFIG)).isEqualTo(Math.max(3_000, 3 * gapMs));
    }

    @Test
    void allowsForJitterBesideTheGaps() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            cadence.gap(2_000 + random.nextLong(-300, 301), CONFIG);
        }
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.limitMs(CONFIG)).isBetween(6_200L, 7_200L);
    }

    @Test
    void isNotFoundInRandomEvents() {
        for (int seed = 0; seed < 100; seed++) {
            Cadence random = new Cadence();
            Random gaps = new Random(seed);
            for (int i = 0; i < 1_000; i++) {
                random.gap(1 + (long) (-Math.log(1 - gaps.nextDouble()) * 60_000), CONFIG);
                assertThat(random.isRegular()).as("seed %d, gap %d", seed, i).isFalse();
            }
        }
    }

    @Test
    void isNotChangedByABreak() {
        gaps(1_000, 30);
        cadence.gap(3_600_000, CONFIG);
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.meanMs()).isEqualTo(1_000);
    }

    @Test
    void followsOneThatBecomesSlowerForGood() {
        gaps(1_000, 30);
        gaps(30_000, 4);
        assertThat(cadence.isRegular()).isFalse();
        gaps(30_000, Cadence.ENOUGH);
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.meanMs()).isCloseTo(30_000, within(1.0));
    }

    @Test
    void followsOneThatBecomesQuicker() {
        gaps(10_000, 30);
        gaps(1_000, 200);
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.meanMs()).isCloseTo(1_000, within(10.0));
    }

    @Test
    void isLearnedAlthoughTheVeryFirstGapIsABreak() {
        cadence.gap(3_600_000, CONFIG);
        gaps(1_000, Cadence.ENOUGH);
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.meanMs()).isEqualTo(1_000);
    }

    @Test
    void isLearnedAlthoughABreakComesSoon() {
        gaps(100, 5);
        cadence.gap(3_600_000, CONFIG);
        gaps(1_000, 20);
        assertThat(cadence.isRegular()).isTrue();
        assertThat(cadence.meanMs()).isCloseTo(1_000, within(1.0));
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() throws IOException {
        gaps(2_000, 10);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        cadence.write(new DataOutputStream(bytes));
        Cadence again = Cadence.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 0; i < 6; i++) {
            again.gap(2_000, CONFIG);
        }
        assertThat(again.isRegular()).isTrue();
        assertThat(again.meanMs()).isEqualTo(2_000);
    }

    private void gaps(long gapMs, long count) {
        for (long i = 0; i < count; i++) {
            cadence.gap(gapMs, CONFIG);
        }
    }
}
