package io.firstlight.webedge.time;

import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ObservatoryTimeTest {

    private static final double TWO_SECONDS_IN_HOURS = 2.0 / 3600;

    /** Values that a running LOVE-manager gave for this instant. */
    @Test
    void agreesWithLoveToTwoSecondsOfSiderealTime() {
        ObservatoryTime time = ObservatoryTime.at(Instant.ofEpochSecond(1795215971L, 194_755_000));

        assertThat(time.utc()).isCloseTo(1795215971.194755, within(1e-6));
        assertThat(time.tai()).isCloseTo(1795216008.194755, within(1e-6));
        assertThat(time.mjd()).isCloseTo(61364.96262956892, within(1e-9));
        assertThat(time.observingDay()).isEqualTo("20261120");
        assertThat(time.siderealGreenwich()).isCloseTo(3.101493669617635, within(TWO_SECONDS_IN_HOURS));
        assertThat(time.siderealSummit()).isCloseTo(22.38486586938397, within(TWO_SECONDS_IN_HOURS));
        assertThat(time.taiToUtc()).isEqualTo(-37.0);
    }

    @Test
    void beginsAnObservingDayAtNoonTai() {
        assertThat(ObservatoryTime.at(Instant.parse("2026-11-21T11:59:22Z")).observingDay())
                .isEqualTo("20261120");
        assertThat(ObservatoryTime.at(Instant.parse("2026-11-21T11:59:23Z")).observingDay())
                .isEqualTo("20261121");
    }

    @Test
    void countsTheLeapSecondsOfTheInstant() {
        assertThat(ObservatoryTime.at(Instant.parse("2016-12-31T23:59:59Z")).taiToUtc())
                .isEqualTo(-36.0);
        assertThat(ObservatoryTime.at(Instant.parse("2017-01-01T00:00:00Z")).taiToUtc())
                .isEqualTo(-37.0);
        assertThat(ObservatoryTime.at(Instant.parse("1972-01-01T00:00:00Z")).taiToUtc())
                .isEqualTo(-10.0);
    }

    @Test
    void writesEveryNumberWithADecimalPoint() throws IOException {
        String json = ObservatoryTime.at(Instant.ofEpochSecond(1795215971L)).toJson();

        assertThat(json).contains("\"tai_to_utc\": -37.0");
        Json.mapper()
                .readTree(json)
                .forEach(value -> assertThat(value.isIntegralNumber()).isFalse());
    }
}
