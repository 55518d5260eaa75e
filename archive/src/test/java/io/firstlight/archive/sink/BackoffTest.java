package io.firstlight.archive.sink;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void doublesUpToTenSecondsWithJitterOfTheUpperHalf() {
        long whole = Backoff.FIRST_MS;
        for (int failure = 0; failure < 40; failure++) {
            assertThat(backoff.nextDelayMs()).isBetween(whole / 2, whole);
            whole = Math.min(Backoff.LONGEST_MS, whole * 2);
        }
    }

    @Test
    void beginsAgainAfterSuccess() {
        for (int failure = 0; failure < 10; failure++) {
            backoff.nextDelayMs();
        }
        backoff.reset();
        assertThat(backoff.nextDelayMs()).isLessThanOrEqualTo(Backoff.FIRST_MS);
    }
}
