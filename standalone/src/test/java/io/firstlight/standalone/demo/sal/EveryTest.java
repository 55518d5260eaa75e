package io.firstlight.standalone.demo.sal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class EveryTest {

    private final Every every = new Every(0.5);

    @Test
    void jitterOfTheStepsDoesNotAddUp() {
        int due = 0;
        for (int i = 0; i < 1_000; i++) {
            due += every.isDue(1_000_000 + i * 0.1 + (i % 3) * 0.004) ? 1 : 0;
        }
        assertThat(due).isBetween(199, 201);
    }

    @Test
    void aClockThatIsSetBackBeginsAnew() {
        assertThat(every.isDue(1_000)).isTrue();
        assertThat(every.isDue(1_000.2)).isFalse();
        assertThat(every.isDue(400)).isTrue();
        assertThat(every.isDue(400.1)).isFalse();
    }
}
