package io.firstlight.webedge.log;

import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How far something has come in some topics: for each of their partitions, the next offset. Everything before has been seen, nothing after.
 * It only moves forward. Not thread-safe; a copy is its taker's own.
 */
public final class Frontier {

    private final Map<Topic, long[]> next = new EnumMap<>(Topic.class);

    /** What becomes of a client's position. */
    public sealed interface Resolution {

        /** It is a place in this log. */
        record Resolved(Frontier frontier) implements Resolution {}

        /** It is none. */
        record Unresolved(Reason reason) implements Resolution {}
    }

    /** Why a position is no place in this log. */
    public enum Reason {
        /** A topic that it names is no longer, or never was: deleted and made again, or of another system. */
        TOPIC_RECREATED,
        /** It says nothing of a topic that is asked for. */
        NOT_COVERED,
        /** It names a partition that the topic does not have. */
        FOREIGN
    }

    private Frontier() {}

    /** The beginning of those topics: nothing seen. */
    public static Frontier beginning(LogLayout layout, Set<Topic> topics) {
        Frontier frontier = new Frontier();
        for (Topic topic : topics) {
            frontier.next.put(topic, new long[layout.of(topic).partitions()]);
        }
        return frontier;
    }

    /** The place of a client's position within the topics; a partition that was added since it was made begins at its first record. */
    public static Resolution resolve(Position position, LogLayout layout, Set<Topic> topics) {
        Frontier frontier = beginning(layout, topics);
        Set<Topic> missing = new HashSet<>(topics);
        boolean unknownTopic = false;
        for (PartitionOffset offset : position.offsets()) {
            Topic topic = topicOf(offset.topicId(), layout);
            if (topic == null) {
                unknownTopic = true;
            } else if (topics.contains(topic)) {
                if (offset.partition() >= layout.of(topic).partitions()) {
                    return new Resolution.Unresolved(Reason.FOREIGN);
                }
                frontier.pass(topic, offset.partition(), offset.nextOffset());
                missing.remove(topic);
            }
        }
        if (missing.isEmpty()) {
            return new Resolution.Resolved(frontier);
        }
        return new Resolution.Unresolved(unknownTopic ? Reason.TOPIC_RECREATED : Reason.NOT_COVERED);
    }

    private static @Nullable Topic topicOf(Uuid id, LogLayout layout) {
        for (Map.Entry<Topic, TopicLayout> entry : layout.topics().entrySet()) {
            if (entry.getValue().id().equals(id)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** The topics it speaks of. */
    public Set<Topic> topics() {
        return next.keySet();
    }

    /** Number of partitions of that topic. */
    public int partitions(Topic topic) {
        return of(topic).length;
    }

    /** The next offset of that partition. */
    public long next(Topic topic, int partition) {
        return of(topic)[partition];
    }

    /** Whether the record has been seen. */
    public boolean seen(LogRecord record) {
        return record.offset() < of(record.topic())[record.partition()];
    }

    /** Everything of that partition before the offset has been seen. */
    public void pass(Topic topic, int partition, long nextOffset) {
        long[] offsets = of(topic);
        if (nextOffset > offsets[partition]) {
            offsets[partition] = nextOffset;
        }
    }

    /** The record, and everything before it in its partition, has been seen. */
    public void pass(LogRecord record) {
        pass(record.topic(), record.partition(), record.offset() + 1);
    }

    /** Whether this has come at least as far as the other in every partition of this one's topics. */
    public boolean reaches(Frontier other) {
        return compareAll(other, (mine, theirs) -> mine >= theirs);
    }

    /** Whether the other has come at least as far as this in every partition of this one's topics. */
    public boolean isReachedBy(Frontier other) {
        return compareAll(other, (mine, theirs) -> mine <= theirs);
    }

    private interface OffsetTest {
        boolean holds(long mine, long theirs);
    }

    private boolean compareAll(Frontier other, OffsetTest test) {
        for (Map.Entry<Topic, long[]> entry : next.entrySet()) {
            long[] mine = entry.getValue();
            long[] theirs = other.of(entry.getKey());
            for (int p = 0; p < mine.length; p++) {
                if (!test.holds(mine[p], theirs[p])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A copy of the part that speaks of those topics. */
    public Frontier copy(Set<Topic> topics) {
        Frontier copy = new Frontier();
        for (Topic topic : topics) {
            copy.next.put(topic, of(topic).clone());
        }
        return copy;
    }

    /** A copy whose partition of the record stands just before it. */
    public Frontier copyBefore(LogRecord record, Set<Topic> topics) {
        Frontier copy = copy(topics);
        copy.of(record.topic())[record.partition()] = record.offset();
        return copy;
    }

    /** As clients are told. */
    public Position position(LogLayout layout) {
        List<PartitionOffset> offsets = new ArrayList<>();
        next.forEach((topic, partitions) -> {
            Uuid id = layout.of(topic).id();
            for (int p = 0; p < partitions.length; p++) {
                offsets.add(new PartitionOffset(id, p, partitions[p]));
            }
        });
        return new Position(offsets);
    }

    private long[] of(Topic topic) {
        return Objects.requireNonNull(next.get(topic), () -> "the frontier does not speak of " + topic);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Frontier frontier) || !frontier.topics().equals(topics())) {
            return false;
        }
        return next.keySet().stream().allMatch(topic -> Arrays.equals(of(topic), frontier.of(topic)));
    }

    @Override
    public int hashCode() {
        return next.values().stream().mapToInt(Arrays::hashCode).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        next.forEach((topic, offsets) ->
                text.append(topic.suffix()).append(Arrays.toString(offsets)).append(' '));
        return text.toString().trim();
    }
}
