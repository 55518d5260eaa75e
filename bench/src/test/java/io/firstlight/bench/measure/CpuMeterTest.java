package io.firstlight.bench.measure;

import io.firstlight.bench.run.LoadFailure;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CpuMeterTest {

    private static final long ME = ProcessHandle.current().pid();

    @Test
    void seesTheWorkOfAProcess() {
        CpuMeter meter = new CpuMeter(List.of(ME), Map.of("again", ME));
        CpuReading before = meter.read();
        Duration enough = Duration.ofMillis(50);

        CpuReading used = meter.read().since(before);
        long work = 0;
        while (used.own().compareTo(enough) < 0 || used.server().compareTo(enough) < 0) {
            for (int i = 0; i < 1_000_000; i++) {
                work += Long.hashCode(work + i);
            }
            used = meter.read().since(before);
        }

        assertThat(work).isNotZero();
        assertThat(used.beside().get("again")).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(used.cores(used.own())).isPositive();
    }

    @Test
    void refusesAProcessThatDoesNotRun() {
        assertThatThrownBy(() -> new CpuMeter(List.of(Long.MAX_VALUE), Map.of()))
                .isInstanceOf(LoadFailure.class)
                .hasMessageContaining(Long.toString(Long.MAX_VALUE));
    }
}
