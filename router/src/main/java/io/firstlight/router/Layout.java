package io.firstlight.router;

import io.firstlight.router.latest.Homes;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.TopicMarks;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The topics that the router works on, as the cluster had them at one moment. Immutable.
 *
 * @param topics the sources and the state topic; what does not exist is absent
 * @param straysId the id of the strays topic; null if it does not exist
 */
record Layout(TopicMarks topics, @Nullable Uuid straysId) {

    /** The topics whose layout matters. */
    static List<Topic> watched() {
        return Stream.concat(RouterContract.sources().stream(), Stream.of(Topic.STATE))
                .toList();
    }

    /** Topics that do not exist. The strays topic does not count: the router makes it itself. */
    List<Topic> missing() {
        return watched().stream().filter(topic -> topics.of(topic) == null).toList();
    }

    /** What is different from before, in words for an operator, with how it is counted. */
    List<Change> since(Layout before) {
        List<Change> changes = new ArrayList<>();
        for (Topic topic : watched()) {
            TopicMarks.Mark then = before.topics.of(topic);
            TopicMarks.Mark now = topics.of(topic);
            if (now == null) {
                changes.add(new Change(Change.Kind.MISSING, topic.suffix() + " is gone"));
            } else if (then == null || !now.topicId().equals(then.topicId())) {
                changes.add(new Change(Change.Kind.RECREATED, topic.suffix() + " was deleted and made again"));
            } else if (now.partitions() != then.partitions()) {
                changes.add(new Change(
                        Change.Kind.PARTITIONS,
                        topic.suffix() + " has " + now.partitions() + " partitions instead of " + then.partitions()));
            }
        }
        if (!Objects.equals(straysId, before.straysId)) {
            changes.add(new Change(Change.Kind.RECREATED, "the strays topic is gone or was made again"));
        }
        return changes;
    }

    /** Where components are at home; all topics must exist. */
    Homes homes(TopicPlan plan) {
        return new Homes(RouterContract.sources().stream()
                .collect(Collectors.toMap(plan::name, topic -> mark(topic).partitions())));
    }

    /** Ids of the source topics by name; all topics must exist. */
    Map<String, Uuid> sourceIds(TopicPlan plan) {
        return RouterContract.sources().stream()
                .collect(Collectors.toMap(plan::name, topic -> mark(topic).topicId()));
    }

    /** Partitions of the widest source. */
    int widest() {
        return RouterContract.sources().stream()
                .mapToInt(topic -> mark(topic).partitions())
                .max()
                .orElseThrow();
    }

    /** That topic, which must exist. */
    TopicMarks.Mark mark(Topic topic) {
        return Objects.requireNonNull(topics.of(topic), topic::suffix);
    }

    /** The marks to be kept, with that many partitions as those in which the state was begun. */
    TopicMarks marks(int statePartitions) {
        Map<Topic, TopicMarks.Mark> marks =
                new HashMap<>(watched().stream().collect(Collectors.toMap(Function.identity(), this::mark)));
        marks.put(Topic.STATE, new TopicMarks.Mark(mark(Topic.STATE).topicId(), statePartitions));
        return new TopicMarks(marks);
    }

    /**
     * One difference.
     *
     * @param kind how it is counted
     * @param what what is different
     */
    record Change(Kind kind, String what) {

        enum Kind {
            MISSING,
            RECREATED,
            PARTITIONS
        }
    }
}
