package io.firstlight.webedge.simulation;

import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far a client has come in one partition of its target: what it was given, and what it was told of that. */
final class Place {

    private final SimulatedTopic topic;
    private final int partition;
    private final long start;
    /** Every record of the target before this was given. */
    private long base;
    /** None at or after this was given. */
    private long high;
    /** What a position said last. */
    private long told;
    /** Numbers of records at or after the base that were given. */
    private final Set<Integer> given = new HashSet<>();

    /** A client without positions cannot know where its snapshot was taken, only that it was not before the base nor after this. */
    private long baseAtMost;

    Place(SimulatedTopic topic, int partition, long base) {
        this.topic = topic;
        this.partition = partition;
        this.start = base;
        this.base = base;
        this.high = base;
        this.told = base;
        this.baseAtMost = base;
    }

    static Map<Topic, Place[]> at(SimulatedLog log, Position position, Set<Topic> topics) {
        Map<Topic, Place[]> places = new EnumMap<>(Topic.class);
        for (PartitionOffset offset : position.offsets()) {
            SimulatedTopic topic = log.byId(offset.topicId());
            if (topics.contains(topic.topic())) {
                places.computeIfAbsent(topic.topic(), t -> new Place[topic.partitions()])[offset.partition()] =
                        new Place(topic, offset.partition(), offset.nextOffset());
            }
        }
        return places;
    }

    static Position position(Frontier frontier, Map<Topic, SimulatedTopic> topics, Set<Topic> of) {
        List<PartitionOffset> offsets = topics.values().stream()
                .filter(topic -> of.contains(topic.topic()))
                .flatMap(topic -> java.util.stream.IntStream.range(0, topic.partitions())
                        .mapToObj(p -> new PartitionOffset(topic.id(), p, frontier.next(topic.topic(), p))))
                .toList();
        return new Position(offsets);
    }

    SimulatedTopic topic() {
        return topic;
    }

    int partition() {
        return partition;
    }

    long base() {
        return base;
    }

    /** Where the subscription began. */
    long start() {
        return start;
    }

    long told() {
        return told;
    }

    void baseAtMost(long offset) {
        baseAtMost = Math.max(base, offset);
    }

    /** Whether the record may have been in the snapshot already, for all that the client knows. */
    boolean mayBeInSnapshot(SimulatedRecord record) {
        return record.offset() < baseAtMost;
    }

    boolean hasBeenGiven(SimulatedRecord record) {
        return record.offset() < base || given.contains(record.number());
    }

    void give(SimulatedRecord record) {
        given.add(record.number());
        high = Math.max(high, record.offset() + 1);
    }

    /** The first record of the target that was not given; null if there is none. Everything before is forgotten. */
    @Nullable
    SimulatedRecord firstMissing(GroupView view) {
        for (SimulatedRecord record : topic.from(partition, base)) {
            if (view.isOfTarget(record)) {
                if (!given.remove(record.number()) && !mayBeInSnapshot(record)) {
                    return record;
                }
            }
            base = record.offset() + 1;
        }
        return null;
    }

    /** The client is told that it has everything before that offset, and nothing after. */
    void tell(GroupView view, long offset) {
        Violation.unless(
                offset >= told,
                "%s: a position goes back from %d to %d in %s/%d",
                view,
                told,
                offset,
                topic,
                partition);
        SimulatedRecord missing = firstMissing(view);
        Violation.unless(
                missing == null || missing.offset() >= offset,
                "%s: a position says %d in %s/%d, but %s was never given",
                view,
                offset,
                topic,
                partition,
                missing);
        Violation.unless(
                high <= offset,
                "%s: a position says %d in %s/%d, but records up to %d were given",
                view,
                offset,
                topic,
                partition,
                high);
        told = offset;
        base = Math.max(base, offset);
        high = Math.max(high, offset);
    }
}
