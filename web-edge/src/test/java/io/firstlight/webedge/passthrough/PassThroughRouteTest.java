package io.firstlight.webedge.passthrough;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PassThroughRouteTest {

    @Test
    void addsTheRowsOfASettingToThoseOfLove() {
        assertThat(PassThroughRoute.loveAnd("get /efd/units/, POST tcs/third command;\n POST a/b token\n"))
                .containsAll(PassThroughRoute.LOVE)
                .hasSize(PassThroughRoute.LOVE.size() + 3)
                .contains(
                        new PassThroughRoute("GET", "efd/units", PassThroughRoute.Needs.NOTHING),
                        new PassThroughRoute("POST", "tcs/third", PassThroughRoute.Needs.COMMAND_EVERYTHING),
                        new PassThroughRoute("POST", "a/b", PassThroughRoute.Needs.NOTHING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE efd/x",
                "efd/x",
                "GET",
                "GET efd/../cmd",
                "GET efd//x",
                "GET efd/{id}",
                "GET efd/x?y=1",
                "GET efd/x admin",
                "GET a b c",
                "POST efd/timeseries",
                "GET a/b, GET a/b"
            })
    void refusesWhatIsNoRowOrThereAlready(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PassThroughRoute.loveAnd(text));
    }
}
