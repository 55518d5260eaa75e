package io.firstlight.webedge.love;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class PublishRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void letsASecondsWorthGoAtOnceAndThenOneAtATime() {
        PublishRate rate = new PublishRate(new PublishRate.Limits(10, 0), 0);
        for (int i = 0; i < 10; i++) {
            assertThat(rate.take(1, 0)).isZero();
        }

        assertThat(rate.take(1, 0)).isEqualTo(SECOND / 10);
        assertThat(rate.take(1, SECOND / 10)).isEqualTo(SECOND / 10);
        assertThat(rate.take(1, 10 * SECOND)).isZero();
    }

    @Test
    void countsBytesBesideMessages() {
        PublishRate rate = new PublishRate(new PublishRate.Limits(1_000, 1_000), 0);

        assertThat(rate.take(1_000, 0)).isZero();
        assertThat(rate.take(500, 0)).isEqualTo(SECOND / 2);
    }

    @Test
    void neverHoldsAnybodyUpWithoutLimits() {
        PublishRate rate = new PublishRate(new PublishRate.Limits(0, 0), 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.take(Integer.MAX_VALUE, 0)).isZero();
        }
    }
}
