package io.firstlight.ingest;

import io.firstlight.ingest.source.host.HostConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class IngestConfigTest {

    @Test
    void hasADefaultForEverything() {
        IngestConfig config = IngestConfig.from(Map.of("SOMETHING_ELSE", "x"));
        assertThat(config.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.bufferBytes()).isEqualTo(32 << 20);
        assertThat(config.deliveryTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(HostConfig.from(Map.of()).component().key()).isEqualTo("Host:1");
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_PRODUCER_BUFFER_BYTES, 100",
        "FIRSTLIGHT_PRODUCER_BUFFER_BYTES, 99999999999999999999",
        "FIRSTLIGHT_PRODUCER_DELIVERY_TIMEOUT_MS, 0",
        "FIRSTLIGHT_PRODUCER_LINGER_MS, -1",
        "FIRSTLIGHT_PRODUCER_BATCH_BYTES, many",
        "FIRSTLIGHT_PRODUCER_NAME, ' '",
        "FIRSTLIGHT_KAFKA, ' '",
    })
    void refusesAWrongValueWithItsKey(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IngestConfig.from(Map.of(key, value)))
                .withMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_HOST_INDEX, 1.5",
        "FIRSTLIGHT_HOST_INDEX, -1",
        "FIRSTLIGHT_HOST_PERIOD_MS, 1",
        "FIRSTLIGHT_HOST_DISK_FULL_PERCENT, NaN",
        "FIRSTLIGHT_HOST_LOAD_HIGH_PER_CORE, high",
    })
    void refusesAWrongValueOfTheHostWithItsKey(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostConfig.from(Map.of(key, value)))
                .withMessageContaining(key);
    }
}
