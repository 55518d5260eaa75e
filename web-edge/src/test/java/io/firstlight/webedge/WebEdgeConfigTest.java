package io.firstlight.webedge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebEdgeConfigTest {

    @Test
    void needsNoKeyAtAll() {
        WebEdgeConfig config = WebEdgeConfig.from(Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.routerId()).isEqualTo("firstlight-router");
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_PORT,65536",
        "FIRSTLIGHT_PORT,eighty",
        "FIRSTLIGHT_PORT,-1",
        "FIRSTLIGHT_OUTBOX_BYTES,10",
        "FIRSTLIGHT_FRAME_BYTES,1000000000000",
        "FIRSTLIGHT_BOOTSTRAP_SECONDS,0",
        "FIRSTLIGHT_CONNECTIONS_PER_USER,0",
        "FIRSTLIGHT_MESSAGE_ACCESS,everybody"
    })
    void namesTheKeyOfAWrongValue(String key, String value) {
        assertThatThrownBy(() -> WebEdgeConfig.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + "=" + value);
    }

    @Test
    void opensMessagesToEverybodyOnThisMachineOnly() {
        assertThat(access(Map.of())).isEqualTo(MessageAccess.OPEN);
        assertThat(access(Map.of("FIRSTLIGHT_HOST", "localhost"))).isEqualTo(MessageAccess.OPEN);
        assertThat(access(Map.of("FIRSTLIGHT_HOST", "0.0.0.0"))).isEqualTo(MessageAccess.TOKEN);
        assertThat(access(Map.of("FIRSTLIGHT_HOST", "0.0.0.0", "FIRSTLIGHT_MESSAGE_ACCESS", "open")))
                .isEqualTo(MessageAccess.OPEN);
    }

    private static MessageAccess access(Map<String, String> settings) {
        return WebEdgeConfig.from(settings).messageAccess();
    }
}
