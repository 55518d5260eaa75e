package io.firstlight.router.liveness;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListeningClockTest {

    private final ListeningClock clock = new ListeningClock();
    private long nowMs = 1_800_000_000_000L;

    @Test
    void goesWithTheWallClockWhileSomethingIsHeard() {
        tick(10, true);
        long heardAt = clock.at(nowMs + 400);
        tick(5, true);
        assertThat(clock.quiet(heardAt)).isEqualTo(4_600);
    }

    @Test
    void standsWhileNothingCanBeHeard() {
        tick(10, true);
        long heardAt = clock.at(nowMs);
        tick(2, false);
        tick(1, true);
        assertThat(clock.quiet(heardAt)).isEqualTo(1_000);
    }

    @Test
    void letsEverybodyBeginAnewAfterABreak() {
        tick(10, true);
        long heardAt = clock.at(nowMs);
        tick(5, true);
        tick(60, false);
        tick(1, true);
        assertThat(clock.quiet(heardAt)).isEqualTo(1_000);
        tick(1, true);
        assertThat(clock.quiet(heardAt)).isEqualTo(2_000);
    }

    @Test
    void takesASuspendedProcessForABreak() {
        tick(10, true);
        long heardAt = clock.at(nowMs);
        nowMs += 3_600_000;
        clock.tick(nowMs, true);
        tick(1, true);
        assertThat(clock.quiet(heardAt)).isEqualTo(1_000);
    }

    @Test
    void doesNotGoBackWithTheWallClock() {
        tick(10, true);
        long heardAt = clock.at(nowMs);
        nowMs -= 3_600_000;
        tick(3, true);
        assertThat(clock.quiet(heardAt)).isEqualTo(2_000);
        assertThat(clock.at(nowMs - 5_000)).isGreaterThanOrEqualTo(heardAt);
    }

    private void tick(int seconds, boolean listening) {
        for (int i = 0; i < seconds; i++) {
            nowMs += 1_000;
            clock.tick(nowMs, listening);
        }
    }
}
