package io.firstlight.standalone.demo.mount;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class SkyTest {

    @Test
    void whatCulminatesOverTheSummitIsAtTheZenith() {
        assertThat(Sky.direction(5, -30.2447, 5).elevation()).isCloseTo(90, within(1e-5));
    }

    @Test
    void theSouthPoleStandsStillInTheSouthAtTheLatitude() {
        for (double sidereal = 0; sidereal < 24; sidereal += 5) {
            assertThat(Sky.direction(3, -90, sidereal).azimuth()).isCloseTo(180, within(1e-6));
            assertThat(Sky.direction(3, -90, sidereal).elevation()).isCloseTo(30.2447, within(1e-6));
        }
        assertThat(Sky.motion(3, -90, 7).elevationSpeed()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aStarOnTheEquatorRisesInTheEastCulminatesInTheNorthAndSetsInTheWest() {
        assertThat(Sky.direction(6, 0, 0).azimuth()).isCloseTo(90, within(1e-6));
        assertThat(Sky.direction(6, 0, 0).elevation()).isCloseTo(0, within(1e-6));
        assertThat(Sky.direction(6, 0, 6).azimuth()).isCloseTo(0, within(1e-6));
        assertThat(Sky.direction(6, 0, 6).elevation()).isCloseTo(90 - 30.2447, within(1e-6));
        assertThat(Sky.direction(6, 0, 12).azimuth()).isCloseTo(270, within(1e-6));
    }

    @Test
    void anEquatorialStarRisesAsFastAsTheEarthTurnsForThatLatitude() {
        // At the east point elevation grows by the sidereal rate times the cosine of the latitude.
        double expected = 15.04107 / 3600 * Math.cos(Math.toRadians(30.2447));

        assertThat(Sky.motion(6, 0, 0).elevationSpeed()).isCloseTo(expected, within(1e-7));
    }

    @Test
    void speedsAreThoseOfTheWayAcrossNorth() {
        assertThat(Math.abs(Sky.motion(6, 0, 6).azimuthSpeed())).isLessThan(0.02);
    }

    @Test
    void someBrightStarStandsHighAtEveryHour() {
        for (double sidereal = 0; sidereal < 24; sidereal += 0.25) {
            double hour = sidereal;
            assertThat(Sky.STARS)
                    .as("at %s h", hour)
                    .anyMatch(star -> Sky.direction(star.raHours(), star.decDegrees(), hour)
                                    .elevation()
                            > 45);
        }
    }

    @Test
    void starsAreFoundByNameWhateverTheLetters() {
        assertThat(Sky.star("canopus"))
                .hasValueSatisfying(star -> assertThat(star.name()).isEqualTo("Canopus"));
        assertThat(Sky.star("Vulcan")).isEmpty();
    }
}
