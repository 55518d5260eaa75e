package io.firstlight.bench.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceCheckTest {

    private final SequenceCheck check = new SequenceCheck(2);

    @Test
    void findsNothingWrongWithEveryMessageOnceAndInOrder() {
        check.received(0, 1);
        check.received(1, 1);
        check.received(0, 2);

        assertThat(check.received()).isEqualTo(3);
        assertThat(check.gaps()).isZero();
        assertThat(check.repeats()).isZero();
        assertThat(check.outstanding(new long[] {2, 1})).isZero();
    }

    @Test
    void countsEachMessageThatWasPassedOver() {
        check.received(0, 1);
        check.received(0, 4);

        assertThat(check.gaps()).isEqualTo(2);
    }

    @Test
    void countsAMissingFirstMessage() {
        check.received(0, 2);

        assertThat(check.gaps()).isEqualTo(1);
    }

    @Test
    void countsMessagesThatComeAgainOrTooLate() {
        check.received(0, 1);
        check.received(0, 1);
        check.received(0, 3);
        check.received(0, 2);

        assertThat(check.repeats()).isEqualTo(2);
        assertThat(check.gaps()).isEqualTo(1);
    }

    @Test
    void countsWhatIsMissingAtTheEnd() {
        check.received(0, 1);

        assertThat(check.outstanding(new long[] {5, 3})).isEqualTo(7);
    }
}
