package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;

/**
 * Walks through the tail from a frontier on, in the order in which the hub dispatched. Owned by the hub's thread. The tail must cover the
 * frontier at every step: whoever walks asks it before each.
 */
final class TailWalk {

    private final Tail tail;
    private final Target target;
    private final Frontier at;
    private final @Nullable Component component;
    private final Map<Topic, Tail.Item> visited = new EnumMap<>(Topic.class);

    /**
     * A walk that has not begun.
     *
     * @param at where it begins; advanced by the walk
     */
    TailWalk(Tail tail, Target target, Frontier at) {
        this.tail = tail;
        this.target = target;
        this.at = at;
        this.component = target.component();
    }

    /** The next record of the target, which the frontier has then passed; null at the end of the tail. */
    @Nullable
    LogEntry next() {
        for (Tail.Item item = oldestUnvisited(); item != null; item = oldestUnvisited()) {
            LogEntry entry = item.entry();
            visited.put(entry.record().topic(), item);
            if (at.seen(entry.record())) {
                continue;
            }
            if (component == null) {
                // Along a component's own records the frontier must not pass those of others in between unseen.
                at.pass(entry.record());
            }
            if (entry.isOf(target)) {
                at.pass(entry.record());
                return entry;
            }
        }
        return null;
    }

    private Tail.@Nullable Item oldestUnvisited() {
        Tail.Item oldest = null;
        for (Topic topic : at.topics()) {
            Tail.Item item = unvisited(topic);
            if (item != null && (oldest == null || item.sequence() < oldest.sequence())) {
                oldest = item;
            }
        }
        return oldest;
    }

    private Tail.@Nullable Item unvisited(Topic topic) {
        Tail.Item last = visited.get(topic);
        if (last == null || last.gone()) {
            return component == null ? tail.first(topic) : tail.first(topic, component);
        }
        return component == null ? last.nextOfTopic() : last.nextOfComponent();
    }
}
