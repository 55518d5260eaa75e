package io.firstlight.webedge.command;

import io.firstlight.webedge.passthrough.PassThroughRoute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandConfigTest {

    @Test
    void hasNoCommanderAndGoesByUsersUnlessToldOtherwise() {
        CommandConfig config = CommandConfig.from(Map.of());

        assertThat(config.commander()).isNull();
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.inFlight()).isEqualTo(64);
        assertThat(config.serverUrl()).isEqualTo("firstlight");
        assertThat(config.permission()).isEqualTo(CommandConfig.PermissionMode.USER);
        assertThat(config.routes()).isEqualTo(PassThroughRoute.LOVE);
    }

    @Test
    void readsEachKey() {
        CommandConfig config = CommandConfig.from(Map.of(
                "FIRSTLIGHT_COMMANDER", "https://commander:5000/base",
                "FIRSTLIGHT_COMMAND_TIMEOUT", "PT1M",
                "FIRSTLIGHT_COMMANDS_IN_FLIGHT", "3",
                "FIRSTLIGHT_SERVER_URL", "love.example.org",
                "FIRSTLIGHT_COMMAND_PERMISSION", "location",
                "FIRSTLIGHT_TRUSTED_PROXIES", "10.0.0.0/8",
                "FIRSTLIGHT_COMMANDER_ROUTES", "GET efd/units"));

        assertThat(config.commander()).isEqualTo(URI.create("https://commander:5000/base"));
        assertThat(config.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.inFlight()).isEqualTo(3);
        assertThat(config.serverUrl()).isEqualTo("love.example.org");
        assertThat(config.permission()).isEqualTo(CommandConfig.PermissionMode.LOCATION);
        assertThat(config.routes()).hasSize(PassThroughRoute.LOVE.size() + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_COMMANDER, commander:5000",
        "FIRSTLIGHT_COMMANDER, http://user:secret@commander",
        "FIRSTLIGHT_COMMANDER, http://commander?a=b",
        "FIRSTLIGHT_COMMAND_TIMEOUT, 30",
        "FIRSTLIGHT_COMMAND_TIMEOUT, PT0.5S",
        "FIRSTLIGHT_COMMAND_TIMEOUT, PT6M",
        "FIRSTLIGHT_COMMANDS_IN_FLIGHT, 0",
        "FIRSTLIGHT_SERVER_URL, a@b",
        "FIRSTLIGHT_SERVER_URL, a b",
        "FIRSTLIGHT_COMMAND_PERMISSION, User",
        "FIRSTLIGHT_TRUSTED_PROXIES, nginx",
        "FIRSTLIGHT_COMMANDER_ROUTES, PUT x"
    })
    void namesTheKeyOfAWrongValue(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandConfig.from(Map.of(key, value)))
                .withMessageStartingWith(key);
    }
}
