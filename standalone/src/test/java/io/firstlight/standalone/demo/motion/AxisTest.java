package io.firstlight.standalone.demo.motion;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class AxisTest {

    private final Axis axis = new Axis(0, 3, 1);

    @Test
    void arrivesAtRestWithoutOvershootWithinItsLimits() {
        double seconds = 0;
        double speed = 0;
        double position = 0;
        while ((axis.position() != 90 || !axis.atRest()) && seconds < 100) {
            axis.follow(0.1, 90, 0);
            seconds += 0.1;
            assertThat(Math.abs(axis.speed())).isLessThanOrEqualTo(3 + 1e-9);
            assertThat(Math.abs(axis.speed() - speed)).isLessThanOrEqualTo(0.1 + 1e-9);
            assertThat(axis.position()).isBetween(position, 90 + 1e-9);
            speed = axis.speed();
            position = axis.position();
        }

        // 3 s to speed up, 3 s to brake, and 81 degrees in between.
        assertThat(seconds).isCloseTo(33, within(0.6));
    }

    @Test
    void goesTheSameWayWhateverTheStepsAre() {
        Axis coarse = new Axis(0, 3, 1);
        for (int i = 0; i < 50; i++) {
            axis.follow(0.1, 90, 0);
        }
        for (int i = 0; i < 5; i++) {
            coarse.follow(1, 90, 0);
        }

        assertThat(coarse.position()).isCloseTo(axis.position(), within(1e-6));
    }

    @Test
    void stepsOfUnevenLengthDoNotOvershootEither() {
        for (int i = 0; i < 400; i++) {
            axis.follow(i % 2 == 0 ? 0.13 : 0.08, 20, 0);
            assertThat(axis.position()).isLessThan(20 + 1e-6);
        }
        assertThat(axis.position()).isCloseTo(20, within(1e-6));
        assertThat(axis.atRest()).isTrue();
    }

    @Test
    void catchesUpWithAMovingTargetAndStaysOnIt() {
        for (int i = 1; i <= 400; i++) {
            axis.follow(0.1, 20 + 0.5 * i * 0.1, 0.5);
        }

        assertThat(axis.position()).isCloseTo(40, within(1e-6));
        assertThat(axis.speed()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void turnsBackWithinItsAcceleration() {
        axis.follow(5, 90, 0);
        double before = axis.speed();
        axis.follow(0.1, -90, 0);

        assertThat(axis.speed()).isCloseTo(before - 0.1, within(1e-9));
    }

    @Test
    void brakesToRest() {
        axis.follow(5, 90, 0);
        axis.brake(2.8);
        assertThat(axis.atRest()).isFalse();
        axis.brake(0.3);
        assertThat(axis.atRest()).isTrue();
    }
}
