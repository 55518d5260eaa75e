package io.firstlight.webedge.outbox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The telemetry of an outbox that does not wait as frames of its own: at most one slot per key. A slot is due, and then goes when the
 * frames before it have gone, in the order in which slots became due; or it waits for the end of its key's interval. Guarded by the
 * outbox.
 */
final class Slots {

    private final Map<Object, Slot> due = new LinkedHashMap<>();
    /** Null until a key comes with an interval. */
    private @Nullable Paces paces;

    private int dueBytes;
    private int pacedBytes;

    /** What it holds: slots, and what is remembered of intervals. */
    int heldBytes() {
        return dueBytes + pacedBytes;
    }

    boolean isEmpty() {
        return due.isEmpty() && paces == null;
    }

    boolean noneDue() {
        return due.isEmpty();
    }

    /** Whether no other slot than the one of that key is due. */
    boolean noneDueBut(Slot slot) {
        return due.isEmpty() || (due.size() == 1 && due.containsKey(slot.key()));
    }

    @Nullable
    Slot of(Object key) {
        Slot slot = due.get(key);
        if (slot == null && paces != null) {
            Pace pace = paces.of(key);
            return pace == null ? null : pace.slot();
        }
        return slot;
    }

    /** Takes a further sample into its slot if the slot then holds no more than that; else false, and nothing has changed. */
    boolean merge(Slot slot, Sample sample, int mostBytes) {
        int before = slot.bytes();
        if (!slot.merge(sample, mostBytes)) {
            return false;
        }
        if (due.containsKey(slot.key())) {
            dueBytes += slot.bytes() - before;
            if (sample.keepsOrder()) {
                due.remove(slot.key());
                due.put(slot.key(), slot);
            }
        } else {
            pacedBytes += slot.bytes() - before;
        }
        return true;
    }

    /** A slot, due at once, for a key that has none and no interval. */
    void add(Object key, Sample first) {
        addDue(new Slot(key, first, null));
    }

    private void addDue(Slot slot) {
        due.put(slot.key(), slot);
        dueBytes += slot.bytes();
    }

    /** Whether the interval since the last frame of that key has not passed. */
    boolean isEarly(Object key, long nowMs) {
        Pace pace = paces == null ? null : paces.of(key);
        return pace != null && nowMs < pace.nextMs();
    }

    /** What it takes to remember the interval of that key, if it is not remembered yet. */
    int paceBytes(Object key) {
        return paces == null || paces.of(key) == null ? Pace.BYTES : 0;
    }

    /** A frame of that key goes now, as it came. */
    void went(Object key, int intervalMs, long nowMs) {
        Pace pace = paceOf(key, intervalMs);
        paces().went(pace, nowMs);
    }

    /** A slot for a key that has none: it waits for the end of the interval, or is due if that has passed. */
    void addPaced(Object key, Sample first, int intervalMs, long nowMs) {
        boolean early = isEarly(key, nowMs);
        Pace pace = paceOf(key, intervalMs);
        Slot slot = new Slot(key, first, pace);
        if (early) {
            paces().await(pace, slot);
            pacedBytes += slot.bytes();
        } else {
            paces().due(pace);
            addDue(slot);
        }
    }

    private Pace paceOf(Object key, int intervalMs) {
        Pace pace = paces().of(key);
        if (pace == null) {
            pace = paces().begin(key);
            pacedBytes += Pace.BYTES;
        }
        pace.intervalMs(intervalMs);
        return pace;
    }

    private Paces paces() {
        Paces known = paces;
        if (known == null) {
            known = new Paces();
            paces = known;
        }
        return known;
    }

    /** Whether any key has an interval now, so that time matters. */
    boolean isPaced() {
        return paces != null;
    }

    /** Has the slots whose interval has ended join those that are due, and forgets the keys whose interval has passed with none. */
    void pass(long nowMs) {
        if (paces == null) {
            return;
        }
        for (Slot slot = paces.takeDue(nowMs); slot != null; slot = paces.takeDue(nowMs)) {
            pacedBytes -= slot.bytes();
            addDue(slot);
        }
        pacedBytes -= Pace.BYTES * paces.forget(nowMs);
        if (paces.isEmpty()) {
            paces = null;
        }
    }

    /** Drops the slots of such keys; their intervals go on. */
    void forget(Predicate<Object> ofKey) {
        Iterator<Slot> waiting = due.values().iterator();
        while (waiting.hasNext()) {
            Slot slot = waiting.next();
            if (ofKey.test(slot.key())) {
                waiting.remove();
                dueBytes -= slot.bytes();
                if (slot.pace() != null) {
                    paces().rest(slot.pace());
                }
            }
        }
        if (paces != null) {
            pacedBytes -= paces.forgetSlots(ofKey);
        }
    }

    /** Takes slots that are due, in order, until they hold so much. They go now. */
    List<Slot> take(int enoughBytes, long nowMs) {
        if (due.isEmpty()) {
            return List.of();
        }
        List<Slot> taken = new ArrayList<>();
        int bytes = 0;
        Iterator<Slot> waiting = due.values().iterator();
        while (bytes < enoughBytes && waiting.hasNext()) {
            Slot slot = waiting.next();
            waiting.remove();
            taken.add(slot);
            bytes += slot.bytes();
            if (slot.pace() != null) {
                paces().went(slot.pace(), nowMs);
            }
        }
        dueBytes -= bytes;
        return taken;
    }

    /** When the earliest slot becomes due, or became; {@link Long#MAX_VALUE} if none waits for its interval. */
    long nextDueMs() {
        return paces == null ? Long.MAX_VALUE : paces.nextDueMs();
    }

    /** When the next slot becomes due after that time; {@link Long#MAX_VALUE} if none does. */
    long nextDueAfterMs(long nowMs) {
        return paces == null ? Long.MAX_VALUE : paces.nextDueAfterMs(nowMs);
    }

    /** When the next key may be forgotten; {@link Long#MAX_VALUE} if there is none. */
    long nextToForgetMs() {
        return paces == null ? Long.MAX_VALUE : paces.nextToForgetMs();
    }

    /** The held bytes, counted anew. */
    int recountedBytes() {
        int bytes = paces == null ? 0 : paces.bytes();
        for (Slot slot : due.values()) {
            bytes += slot.bytes();
        }
        return bytes;
    }
}
