package io.firstlight.auth.session;

import io.firstlight.auth.ManualClock;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptLimitTest {

    private final ManualClock clock = new ManualClock();
    private final AttemptLimit limit = new AttemptLimit(3, Duration.ofMinutes(5), clock);

    @Test
    void admitsTheFirstAttemptsAndSaysHowLongTheNextMustWait() {
        assertThat(limit.admit("ann", "here")).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(limit.admit("ann", "here")).isZero();
        assertThat(limit.admit("ann", "here")).isZero();

        assertThat(limit.admit("ann", "here")).isEqualTo(Duration.ofMinutes(4));
        clock.advance(Duration.ofMinutes(3));
        assertThat(limit.admit("ann", "here")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void admitsAgainWhenTheWindowIsOverHoweverOftenItWasTriedMeanwhile() {
        for (int i = 0; i < 100; i++) {
            limit.admit("ann", "here");
        }
        clock.advance(Duration.ofMinutes(5));

        assertThat(limit.admit("ann", "here")).isZero();
    }

    @Test
    void countsEachUserAndSourceForItself() {
        for (int i = 0; i < 4; i++) {
            limit.admit("ann", "here");
        }

        assertThat(limit.admit("ann", "there")).isZero();
        assertThat(limit.admit("bob", "here")).isZero();
        assertThat(limit.admit("ann", "here")).isPositive();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        limit.admit("ann", "here");
        limit.admit("ann", "here");
        limit.clear("ann", "here");

        for (int i = 0; i < 3; i++) {
            assertThat(limit.admit("ann", "here")).isZero();
        }
        assertThat(limit.admit("ann", "here")).isPositive();
    }

    @Test
    void staysBoundedUnderAFloodOfNames() {
        for (int i = 0; i < 100_000; i++) {
            limit.admit("user" + i, "here");
        }

        assertThat(limit.size()).isLessThanOrEqualTo(20_000);
    }
}
