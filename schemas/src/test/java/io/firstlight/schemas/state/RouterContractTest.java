package io.firstlight.schemas.state;

import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouterContractTest {

    private static final Uuid FORMER = Uuid.randomUuid();
    private static final Uuid PRESENT = Uuid.randomUuid();
    private static final SourceOffset HELD = new SourceOffset("t", 2, 100, FORMER);

    @Test
    void theLaterOffsetOfAPartitionWinsWhateverTheTimes() {
        assertThat(RouterContract.supersedes(new SourceOffset("t", 2, 99, FORMER), 9, HELD, 5))
                .isFalse();
        assertThat(RouterContract.supersedes(HELD, 9, HELD, 5)).isFalse();
        assertThat(RouterContract.supersedes(new SourceOffset("t", 2, 101, FORMER), 1, HELD, 5))
                .isTrue();
    }

    @Test
    void theLaterTimeWinsBetweenPartitions() {
        assertThat(RouterContract.supersedes(new SourceOffset("t", 1, 999, FORMER), 4, HELD, 5))
                .isFalse();
        assertThat(RouterContract.supersedes(new SourceOffset("t", 1, 0, FORMER), 5, HELD, 5))
                .isTrue();
    }

    @Test
    void theTopicThatWasMadeAgainWinsWhateverOffsetsAndTimes() {
        assertThat(RouterContract.supersedes(new SourceOffset("t", 2, 0, PRESENT), 1, HELD, 5))
                .isTrue();
        assertThat(RouterContract.supersedes(new SourceOffset("t", 1, 0, PRESENT), 1, HELD, 5))
                .isTrue();
    }

    @Test
    void aRecordWithoutIdIsTakenForOneOfTheSameTopic() {
        assertThat(RouterContract.supersedes(new SourceOffset("t", 2, 100), 9, HELD, 5))
                .isFalse();
        assertThat(RouterContract.supersedes(new SourceOffset("t", 2, 101), 1, HELD, 5))
                .isTrue();
    }

    @Test
    void anEntryFromBeforeThereWereIdsGivesWay() {
        assertThat(RouterContract.supersedes(HELD, 1, new SourceOffset("t", 2, 100), 5))
                .isTrue();
    }
}
