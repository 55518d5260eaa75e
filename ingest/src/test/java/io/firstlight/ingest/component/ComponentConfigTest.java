package io.firstlight.ingest.component;

import io.firstlight.ingest.component.relay.TelemetryRate;
import io.firstlight.ingest.component.relay.TopicChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class ComponentConfigTest {

    @Test
    void isAsInLoveUnlessConfigured() {
        ComponentConfig config = ComponentConfig.from(Map.of());

        assertThat(config)
                .isEqualTo(new ComponentConfig(
                        TelemetryRate.REPEAT,
                        Duration.ofSeconds(2),
                        TopicChoice.all(),
                        Duration.ofSeconds(10),
                        10,
                        Set.of()));
    }

    @Test
    void readsItsKeys() {
        ComponentConfig config = ComponentConfig.from(Map.of(
                ComponentConfig.TELEMETRY, "latest",
                ComponentConfig.PERIOD_MS, "500",
                ComponentConfig.PERIODIC_DATA, "tel_a, evt_b",
                ComponentConfig.ALARMS_MS, "1000",
                ComponentConfig.FINISHED_SCRIPTS, "20",
                ComponentConfig.PLAIN, "Station, Plug"));

        assertThat(config)
                .isEqualTo(new ComponentConfig(
                        TelemetryRate.LATEST,
                        Duration.ofMillis(500),
                        new TopicChoice(Set.of("tel_a", "evt_b"), null),
                        Duration.ofSeconds(1),
                        20,
                        Set.of("Station", "Plug")));
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_COMPONENT_TELEMETRY, often",
        "FIRSTLIGHT_COMPONENT_PERIOD_MS, 99",
        "FIRSTLIGHT_COMPONENT_PERIOD_MS, soon",
        "FIRSTLIGHT_COMPONENT_PERIODIC_DATA, position",
        "FIRSTLIGHT_COMPONENT_ASYNCHRONOUS_DATA, evt_",
        "FIRSTLIGHT_COMPONENT_ALARMS_MS, 3600001",
        "FINISHED_SCRIPTS_LIST_SIZE, 0"
    })
    void namesTheKeyOfAWrongValue(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComponentConfig.from(Map.of(key, value)))
                .withMessageContaining(key);
    }
}
