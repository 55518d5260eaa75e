package io.firstlight.router;

import io.firstlight.router.Layout.Change.Kind;
import io.firstlight.schemas.state.TopicMarks;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LayoutTest {

    private static final Uuid STRAYS = Uuid.randomUuid();

    private final Map<Topic, TopicMarks.Mark> topics = new EnumMap<>(Topic.class);

    LayoutTest() {
        Layout.watched().forEach(topic -> topics.put(topic, new TopicMarks.Mark(Uuid.randomUuid(), 4)));
    }

    @Test
    void isTheSameWhileNothingChanges() {
        assertThat(found()).isEqualTo(found());
        assertThat(found().since(found())).isEmpty();
        assertThat(found().missing()).isEmpty();
    }

    @Test
    void tellsPartitionsFromTopicsThatWereMadeAgainAndSuchAsAreGone() {
        Layout before = found();
        TopicMarks.Mark event = before.mark(Topic.EVENT);
        topics.put(Topic.EVENT, new TopicMarks.Mark(event.topicId(), 6));
        topics.put(Topic.STATE, new TopicMarks.Mark(Uuid.randomUuid(), 6));
        topics.remove(Topic.LOG);
        assertThat(found().since(before))
                .extracting(Layout.Change::kind)
                .containsExactlyInAnyOrder(Kind.PARTITIONS, Kind.RECREATED, Kind.MISSING);
        assertThat(found().missing()).isEqualTo(List.of(Topic.LOG));
    }

    @Test
    void noticesThatItsOwnTopicIsGone() {
        assertThat(new Layout(new TopicMarks(topics), null).since(found()))
                .extracting(Layout.Change::kind)
                .containsExactly(Kind.RECREATED);
    }

    @Test
    void marksTheStateWithThePartitionsThatItWasBegunWith() {
        topics.put(Topic.ACK, new TopicMarks.Mark(Uuid.randomUuid(), 9));
        assertThat(found().widest()).isEqualTo(9);
        assertThat(found().marks(2).of(Topic.STATE))
                .isEqualTo(new TopicMarks.Mark(found().mark(Topic.STATE).topicId(), 2));
    }

    private Layout found() {
        return new Layout(new TopicMarks(topics), STRAYS);
    }
}
