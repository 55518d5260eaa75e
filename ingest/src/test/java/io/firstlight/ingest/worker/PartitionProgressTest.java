package io.firstlight.ingest.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionProgressTest {

    private final PartitionProgress progress = new PartitionProgress();

    @Test
    void commitsUpToTheFirstThatIsUnderWay() {
        progress.begun(10);
        progress.begun(12);
        progress.begun(13);
        progress.done(12);
        assertThat(progress.toCommit()).isEmpty();

        progress.done(10);

        assertThat(progress.toCommit()).hasValue(13);
        progress.committing(13);
        assertThat(progress.toCommit()).isEmpty();
        progress.done(13);
        assertThat(progress.toCommit()).hasValue(14);
    }

    @Test
    void hasNothingToCommitBeforeAnythingIsDone() {
        assertThat(progress.toCommit()).isEmpty();
        progress.begun(0);
        assertThat(progress.toCommit()).isEmpty();
        progress.done(0);
        assertThat(progress.toCommit()).hasValue(1);
    }
}
