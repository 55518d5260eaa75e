package io.firstlight.standalone.demo.weather;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class WeatherStationTest {

    @Test
    void dewPointIsTheOneOfTheTables() {
        assertThat(WeatherStation.dewPoint(20, 50)).isCloseTo(9.26, within(0.02));
        assertThat(WeatherStation.dewPoint(10, 100)).isCloseTo(10, within(1e-9));
    }

    @Test
    void aWanderingValueKeepsItsMeanAndDeviation() {
        Wander wander = new Wander(new Random(3), 6, 2, 60);
        double sum = 0;
        double squares = 0;
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            double value = wander.step(30);
            sum += value;
            squares += value * value;
        }
        double mean = sum / count;
        assertThat(mean).isCloseTo(6, within(0.15));
        assertThat(Math.sqrt(squares / count - mean * mean)).isCloseTo(2, within(0.1));
    }
}
