package io.firstlight.schemas.time;

import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

final class LeapSecondsTest {

    @Test
    void turnsTaiIntoUtcOnBothSidesOfALeapSecond() {
        double newYear = Instant.parse("2017-01-01T00:00:00Z").getEpochSecond();

        assertThat(LeapSeconds.utcSeconds(newYear + 35.5)).isEqualTo(newYear - 0.5);
        assertThat(LeapSeconds.utcSeconds(newYear + 37)).isEqualTo(newYear);
        assertThat(LeapSeconds.utcSeconds(1690852677.25)).isEqualTo(1690852640.25);
    }

    @Test
    void doesNotKnowTheUtcOfWhatIsNoTime() {
        assertThat(LeapSeconds.utcSeconds(Double.NaN)).isNaN();
        assertThat(LeapSeconds.utcSeconds(Double.POSITIVE_INFINITY)).isNaN();
        assertThat(LeapSeconds.utcSeconds(-1e300)).isNaN();
    }
}
