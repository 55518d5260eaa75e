package io.firstlight.router.latest;

import io.firstlight.schemas.state.SourceOffset;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IncludedTest {

    private static final Included HELD = new Included(2, 100, 5_000, Uuid.randomUuid());

    @Test
    void readsBackItsBytes() {
        assertThat(HELD.toBytes()).hasSize(36);
        Included large = new Included(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, null);
        assertThat(large.toBytes()).as("as earlier versions wrote it").hasSize(20);
        assertThat(Included.parse(large.toBytes())).isEqualTo(large);
        assertThat(Included.parse(HELD.toBytes())).isEqualTo(HELD);
    }

    @Test
    void goesByTheOffsetWithinAPartitionWhateverTheTimes() {
        assertThat(HELD.supersededBy(new SourceOffset("t", 2, 99), 9_000)).isFalse();
        assertThat(HELD.supersededBy(new SourceOffset("t", 2, 100), 9_000)).isFalse();
        assertThat(HELD.supersededBy(new SourceOffset("t", 2, 101), 1)).isTrue();
    }

    @Test
    void goesByTheTimeBetweenPartitionsAndByArrivalIfTimesAreEqual() {
        assertThat(HELD.supersededBy(new SourceOffset("t", 1, 999), 4_999)).isFalse();
        assertThat(HELD.supersededBy(new SourceOffset("t", 1, 0), 5_000)).isTrue();
        assertThat(HELD.supersededBy(new SourceOffset("t", 3, 0), 5_001)).isTrue();
    }
}
