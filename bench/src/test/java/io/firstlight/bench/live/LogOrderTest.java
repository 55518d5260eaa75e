package io.firstlight.bench.live;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogOrderTest {

    private final Places places = new Places(4);

    private LogOrder.Account came(int... numbers) {
        Numbers came = new Numbers();
        for (int number : numbers) {
            came.add(number);
        }
        return LogOrder.check(places, came);
    }

    @Test
    void isTheOrderOfOffsetsNotThatOfPosting() {
        places.stored(1, 0, 12);
        places.stored(2, 0, 10);
        places.stored(3, 0, 11);

        assertThat(came(2, 3, 1)).isEqualTo(new LogOrder.Account(0, 0, 0));
        assertThat(came(1, 2, 3)).isEqualTo(new LogOrder.Account(0, 0, 2));
    }

    @Test
    void holdsWithinAPartitionOnly() {
        places.stored(1, 0, 7);
        places.stored(2, 1, 3);
        places.stored(3, 0, 8);
        places.stored(4, 1, 4);

        assertThat(came(2, 4, 1, 3).isRight()).isTrue();
        assertThat(came(4, 1, 3, 2)).isEqualTo(new LogOrder.Account(0, 0, 1));
    }

    @Test
    void wantsWhatIsStoredOnceAndLetsThatComeWhoseOutcomeIsNotKnown() {
        places.stored(1, 0, 1);
        places.stored(2, 0, 2);
        places.refused(3);

        assertThat(came(1, 3, 2).isRight()).isTrue();
        assertThat(came(1, 2).isRight()).isTrue();
        assertThat(came(1)).isEqualTo(new LogOrder.Account(1, 0, 0));
        assertThat(came(1, 2, 2, 3, 3)).isEqualTo(new LogOrder.Account(0, 2, 0));
    }

    @Test
    void knowsPlacesFarIntoTheLog() {
        places.stored(1, 500, (1L << 48) - 1);

        assertThat(places.partition(1)).isEqualTo(500);
        assertThat(places.offset(1)).isEqualTo((1L << 48) - 1);
        assertThat(places.isStored(1)).isTrue();
        assertThat(places.isStored(2)).isFalse();
        assertThat(places.stored()).isEqualTo(1);
    }
}
