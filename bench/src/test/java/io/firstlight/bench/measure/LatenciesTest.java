package io.firstlight.bench.measure;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void givesPercentilesToThreeDigits() {
        for (int i = 1; i <= 1000; i++) {
            latencies.add(TimeUnit.MICROSECONDS.toNanos(i));
        }

        Histogram times = latencies.take();

        assertThat(times.getTotalCount()).isEqualTo(1000);
        assertThat(times.getValueAtPercentile(50) / 1e3).isEqualTo(500, within(1.0));
        assertThat(times.getValueAtPercentile(99) / 1e3).isEqualTo(990, within(1.0));
    }

    @Test
    void forgetsWhatWasTaken() {
        latencies.add(1);
        latencies.take();
        latencies.add(2);

        assertThat(latencies.take().getTotalCount()).isEqualTo(1);
    }

    @Test
    void keepsTimesOutsideOfItsRangeAtItsEnds() {
        latencies.add(-5);
        latencies.add(Long.MAX_VALUE);

        Histogram times = latencies.take();

        assertThat(times.getMinValue()).isZero();
        assertThat(times.getMaxValue() / 1e9).isEqualTo(600, within(1.0));
    }
}
