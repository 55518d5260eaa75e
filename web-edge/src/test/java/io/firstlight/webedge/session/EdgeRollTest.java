package io.firstlight.webedge.session;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EdgeRollTest {

    private final EdgeRoll roll = new EdgeRoll("self");
    private long nowMs = 1_000_000;

    @BeforeEach
    void join() {
        own();
        roll.read(10);
    }

    @Test
    void confirmsARevocationAloneAsSoonAsItHasBeenRead() {
        EdgeRoll.Wait wait = roll.begin(nowMs);
        assertThat(over()).isEmpty();

        roll.written(wait, 10);
        assertThat(over()).isEmpty();
        roll.read(11);

        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, true));
        assertThat(over()).isEmpty();
    }

    @Test
    void waitsUntilEveryOtherEdgeHasSeenTheRevocation() {
        other("a", 10);
        other("b", 10);
        EdgeRoll.Wait wait = revoked(10);

        other("a", 11);
        assertThat(over()).isEmpty();
        other("b", 10);
        assertThat(over()).isEmpty();
        other("b", 11);

        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, true));
    }

    @Test
    void givesUpAfterTwoSecondsAndSaysSo() {
        other("a", 10);
        EdgeRoll.Wait wait = revoked(10);

        nowMs += EdgeRoll.WAIT_MS - 1;
        assertThat(over()).isEmpty();
        nowMs += 1;

        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, false));
    }

    @Test
    void givesUpAfterTwoSecondsWhenTheRevocationCannotBeWritten() {
        EdgeRoll.Wait wait = roll.begin(nowMs);

        nowMs += EdgeRoll.WAIT_MS;

        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, false));
    }

    @Test
    void doesNotWaitForAnEdgeThatHasLeft() {
        other("a", 10);
        EdgeRoll.Wait wait = revoked(10);

        roll.left("a");

        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, true));
    }

    @Test
    void takesAnEdgeForGoneWhenItIsSilentForSixSecondsWhileThisOneIsHeard() {
        other("a", 10);
        for (int i = 0; i < 2; i++) {
            nowMs += EdgeRoll.SPEAK_EVERY_MS;
            own();
            assertThat(roll.gone(nowMs)).isEmpty();
        }
        nowMs += EdgeRoll.SPEAK_EVERY_MS;
        own();

        assertThat(roll.gone(nowMs)).containsExactly("a");
        assertThat(roll.gone(nowMs)).isEmpty();
        assertThat(roll.others()).isZero();
        EdgeRoll.Wait wait = revoked(10);
        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, true));
    }

    @Test
    void takesNobodyForGoneWhileTheTopicItselfIsAway() {
        other("a", 10);
        nowMs += 3_600_000;
        assertThat(roll.gone(nowMs)).isEmpty();

        // It is back, and the first word heard is this edge's own.
        own();
        assertThat(roll.gone(nowMs)).isEmpty();
        other("a", 10);
        own();

        assertThat(roll.gone(nowMs)).isEmpty();
        assertThat(roll.others()).isEqualTo(1);
    }

    @Test
    void doesNotTakeQuickWordsOfItsOwnForTimeThatPasses() {
        other("a", 10);
        for (int i = 0; i < 10; i++) {
            own();
        }

        assertThat(roll.gone(nowMs)).isEmpty();
    }

    @Test
    void knowsNobodyForSureUntilItHasHeardItself() {
        EdgeRoll starting = new EdgeRoll("self");
        EdgeRoll.Wait wait = starting.begin(nowMs);
        starting.written(wait, 3);
        starting.read(4);
        assertThat(starting.over(nowMs)).isEmpty();

        starting.heard("b", 2, 0, nowMs);
        starting.heard("self", 0, 0, nowMs);
        assertThat(starting.over(nowMs)).isEmpty();
        starting.heard("b", 4, 0, nowMs);

        assertThat(starting.over(nowMs)).containsExactly(new EdgeRoll.Ended(wait, true));
    }

    @Test
    void doesNotWaitForEdgesWhoseOldWordsItFindsWhenItStarts() {
        EdgeRoll starting = new EdgeRoll("self");
        starting.heard("killed", 2, EdgeRoll.OLD_WORD_MS + 1, nowMs);
        starting.heard("alive", 2, 100, nowMs);
        starting.heard("self", 0, 0, nowMs);

        assertThat(starting.gone(nowMs)).containsExactly("killed");
        assertThat(starting.others()).isEqualTo(1);
    }

    @Test
    void waitsForAnEdgeWithAWrongClockAllTheSame() {
        roll.heard("a", 10, 10 * EdgeRoll.OLD_WORD_MS, nowMs);

        assertThat(roll.others()).isEqualTo(1);
    }

    @Test
    void beginsAnewWhenTheTopicWasMadeAgain() {
        other("a", 500);
        roll.restart();

        assertThat(roll.others()).isZero();
        assertThat(roll.joined()).isFalse();
        EdgeRoll.Wait wait = revoked(0);
        assertThat(over()).isEmpty();
        own();
        roll.read(2);
        assertThat(over()).containsExactly(new EdgeRoll.Ended(wait, true));
    }

    @Test
    void confirmsInAnyOrderAndGivesUpTheRestWhenTheEdgeCloses() {
        other("a", 10);
        EdgeRoll.Wait first = revoked(10);
        EdgeRoll.Wait second = revoked(11);
        other("a", 11);
        assertThat(over()).containsExactly(new EdgeRoll.Ended(first, true));

        List<EdgeRoll.Ended> rest = roll.giveUp();
        rest.forEach(EdgeRoll.Ended::tell);

        assertThat(rest).containsExactly(new EdgeRoll.Ended(second, false));
        assertThat(second.confirmed()).isCompletedWithValue(false);
    }

    @Test
    void doesNotLetMoreThanSomeThousandWait() {
        for (int i = 0; i < EdgeRoll.MOST_WAITS; i++) {
            roll.begin(nowMs);
        }
        EdgeRoll.Wait beyond = roll.begin(nowMs);

        assertThat(over()).containsExactly(new EdgeRoll.Ended(beyond, false));
    }

    private EdgeRoll.Wait revoked(long offset) {
        EdgeRoll.Wait wait = roll.begin(nowMs);
        roll.written(wait, offset);
        roll.read(offset + 1);
        return wait;
    }

    private void own() {
        roll.heard("self", 0, 0, nowMs);
    }

    private void other(String edge, long seen) {
        roll.heard(edge, seen, 0, nowMs);
    }

    private List<EdgeRoll.Ended> over() {
        return roll.over(nowMs);
    }
}
