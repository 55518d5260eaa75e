package io.firstlight.webedge.hub;

import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.target.Target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes snapshots. Those of wildcards are large, and often many clients ask for the same at once - when an edge has come back, or a shift
 * begins; they share one for a moment, and the tail brings each from it to now. Owned by the hub's thread.
 */
final class Snapshots {

    /** For how long one is given to others who ask: short enough that little is left to catch up. */
    private static final long SHARED_MS = 500;

    private final StateTree tree;
    private final Ground ground;
    private final Map<Key, Shared> shared = new HashMap<>();

    private record Key(WireShape shape, Target target) {}

    private record Shared(Snapshot snapshot, long takenMs) {}

    Snapshots(StateTree tree, Ground ground) {
        this.tree = tree;
        this.ground = ground;
    }

    /** A snapshot for that subscription, taken now or just before. */
    Snapshot of(Subscription subscription) {
        Target target = subscription.target();
        if (target.component() != null || target.topics().isEmpty()) {
            return take(subscription.shape(), target);
        }
        long nowMs = ground.nowMs();
        shared.values().removeIf(older -> nowMs - older.takenMs >= SHARED_MS);
        Key key = new Key(subscription.shape(), target);
        Shared known = shared.get(key);
        if (known == null || !ground.tail().covers(known.snapshot.at())) {
            known = new Shared(take(subscription.shape(), target), nowMs);
            shared.put(key, known);
        }
        return known.snapshot;
    }

    private Snapshot take(WireShape shape, Target target) {
        List<AddressValue> values = new ArrayList<>(tree.values(target));
        values.removeIf(value -> value.value().isDeleted());
        return new Snapshot(shape, target, ground.frontier().copy(target.topics()), values);
    }
}
