package io.firstlight.router.liveness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LivenessConfigTest {

    @Test
    void hasADefaultForEverything() {
        assertThat(LivenessConfig.defaults())
                .isEqualTo(new LivenessConfig(true, 3, Duration.ofSeconds(3), Duration.ofDays(7), 50));
    }

    @Test
    void takesItsKeys() {
        assertThat(LivenessConfig.from(Map.of(
                        "FIRSTLIGHT_LIVENESS", "false",
                        "FIRSTLIGHT_LIVENESS_MISSED_GAPS", "5",
                        "FIRSTLIGHT_LIVENESS_LEAST", "PT10S",
                        "FIRSTLIGHT_LIVENESS_FORGET", "P30D",
                        "FIRSTLIGHT_LIVENESS_EVENTS_PER_SECOND", "7")))
                .isEqualTo(new LivenessConfig(false, 5, Duration.ofSeconds(10), Duration.ofDays(30), 7));
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_LIVENESS,perhaps",
        "FIRSTLIGHT_LIVENESS_MISSED_GAPS,1",
        "FIRSTLIGHT_LIVENESS_MISSED_GAPS,three",
        "FIRSTLIGHT_LIVENESS_LEAST,PT0.5S",
        "FIRSTLIGHT_LIVENESS_LEAST,3",
        "FIRSTLIGHT_LIVENESS_FORGET,PT1M",
        "FIRSTLIGHT_LIVENESS_EVENTS_PER_SECOND,0"
    })
    void refusesAWrongValueAndNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> LivenessConfig.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + "=");
    }
}
