package io.firstlight.webedge.tower;

import io.firstlight.schemas.notice.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TowerRequestTest {

    private static final TowerConfig LIMITS =
            TowerConfig.from(Map.of("FIRSTLIGHT_TOWER_CHANNELS", "3", "FIRSTLIGHT_TOWER_REQUEST_BYTES", "500"), 100);

    private static TowerRequest read(String frame) {
        return TowerRequest.read(frame, null, LIMITS);
    }

    @Test
    void formatsElementsAsTowerDoes() {
        assertThat(read("{\"groups\": {\"jobs\": [1, \"1\", null]}}"))
                .isInstanceOfSatisfying(
                        TowerRequest.Groups.class,
                        groups -> assertThat(groups.channels())
                                .extracting(Channel::name)
                                .containsExactly("jobs-1", "jobs-None"));
        assertThat(read("{\"groups\": {\"jobs\": [true, 1.5]}}"))
                .isInstanceOfSatisfying(
                        TowerRequest.Groups.class,
                        groups -> assertThat(groups.channels())
                                .extracting(Channel::name)
                                .containsExactly("jobs-True", "jobs-1.5"));
    }

    @Test
    void namesWhatIsNoChannelAndKeepsTheRest() {
        assertThat(read("{\"groups\": {\"jobs\": [\"summary\", \"a b\", [1]]}}"))
                .isInstanceOfSatisfying(TowerRequest.Groups.class, groups -> {
                    assertThat(groups.channels()).containsExactly(new Channel("jobs", "summary"));
                    assertThat(groups.illegal())
                            .containsExactly(
                                    "access denied to channel jobs for resource id a b",
                                    "access denied to channel jobs for resource id ");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1]",
                "\"x\"",
                "null",
                "{} {}",
                "{\"groups\": null}",
                "{\"groups\": []}",
                "{\"groups\": {\"jobs\": \"summary\"}}",
                "{\"groups\": {\"jobs\": [1, 2, 3, 4]}}",
                "{\"groups\": {}, \"positions\": 1}",
                "{\"groups\": {}, \"snapshot\": \"yes\"}",
                "{\"groups\": {}, \"resume\": [1]}",
                "{\"groups\": {}, \"resume\": {\"jobs-1\": 1}}"
            })
    void refusesEveryMalformedFrameAsAWhole(String frame) {
        assertThat(read(frame)).isInstanceOf(TowerRequest.Refused.class);
    }

    @Test
    void refusesAFrameAboveTheLimit() {
        assertThat(read("{\"groups\": {}, \"padding\": \"" + "x".repeat(500) + "\"}"))
                .isEqualTo(new TowerRequest.Refused("a request has at most 500 bytes"));
    }

    @Test
    void hearsAFrameWithoutGroups() {
        assertThat(read("{}")).isInstanceOf(TowerRequest.Nothing.class);
    }

    @Test
    void asksForTheTokenBeforeAnythingElse() {
        XrfToken token = new XrfToken("secret");

        assertThat(TowerRequest.read("{\"groups\": {}, \"xrftoken\": \"secret\"}", token, LIMITS))
                .isInstanceOf(TowerRequest.Groups.class);
        for (String wrong : new String[] {
            "{\"groups\": {}}",
            "{\"groups\": {}, \"xrftoken\": \"\"}",
            "{\"groups\": {}, \"xrftoken\": \"other\"}",
            "{\"groups\": {}, \"xrftoken\": 1}",
            "{\"groups\": null}"
        }) {
            assertThat(TowerRequest.read(wrong, token, LIMITS))
                    .isEqualTo(new TowerRequest.Refused("access denied to channel"));
        }
        assertThat(TowerRequest.read("{\"groups\": {}, \"xrftoken\": \"\"}", new XrfToken(""), LIMITS))
                .isInstanceOf(TowerRequest.Refused.class);
    }
}
