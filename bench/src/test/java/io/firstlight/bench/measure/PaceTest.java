package io.firstlight.bench.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PaceTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void spreadsMessagesEvenly() {
        Pace pace = new Pace(7, 4);

        assertThat(pace.dueNanos(0)).isEqualTo(7);
        assertThat(pace.dueNanos(1)).isEqualTo(7 + SECOND / 4);
        assertThat(pace.dueNanos(40)).isEqualTo(7 + 10 * SECOND);
    }

    @Test
    void doesNotDriftWhereTheIntervalIsNoWholeNumber() {
        Pace pace = new Pace(0, 3);

        assertThat(pace.dueNanos(3_000_000)).isEqualTo(1_000_000 * SECOND);
    }

    @Test
    void countsThoseThatAreDueBeforeATime() {
        Pace pace = new Pace(100, 1000);

        assertThat(pace.dueBefore(50)).isZero();
        assertThat(pace.dueBefore(100)).isZero();
        assertThat(pace.dueBefore(101)).isEqualTo(1);
        assertThat(pace.dueBefore(100 + SECOND)).isEqualTo(1000);
        for (long i : new long[] {0, 1, 2, 999, 123_456}) {
            assertThat(pace.dueBefore(pace.dueNanos(i) + 1000)).isEqualTo(i + 1);
        }
    }

    @Test
    void refusesAPaceThatNeverSends() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(0, 0)).withMessageContaining("0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(0, Double.NaN));
    }
}
