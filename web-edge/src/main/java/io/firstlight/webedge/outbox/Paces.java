package io.firstlight.webedge.outbox;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The keys of an outbox that have an interval between their frames. Guarded by the outbox.
 *
 * <p>A pace is in one of three places: it rests, with nothing waiting, until its interval has passed and it is forgotten; it waits, with a
 * slot, for the interval's end; or its slot is due and stands in the outbox's own order, and the pace stands nowhere but in the map.
 */
final class Paces {

    private final Map<Object, Pace> byKey = new HashMap<>();
    private final TreeSet<Pace> resting = new TreeSet<>(Pace.BY_TIME);
    private final TreeSet<Pace> waiting = new TreeSet<>(Pace.BY_TIME);
    private long made;

    @Nullable
    Pace of(Object key) {
        return byKey.get(key);
    }

    /** A pace that stands nowhere yet. */
    Pace begin(Object key) {
        Pace pace = new Pace(key, made++);
        byKey.put(key, pace);
        return pace;
    }

    /** A frame of that key goes now. */
    void went(Pace pace, long nowMs) {
        resting.remove(pace);
        pace.went(nowMs);
        resting.add(pace);
    }

    /** Its slot stands in the outbox's own order. */
    void due(Pace pace) {
        resting.remove(pace);
    }

    /** The slot waits for the interval's end. */
    void await(Pace pace, Slot slot) {
        resting.remove(pace);
        pace.slot(slot);
        waiting.add(pace);
    }

    /** Nothing waits for its interval any more, nor for its turn. */
    void rest(Pace pace) {
        resting.add(pace);
    }

    /** Drops the slots of such keys that wait for an interval; returns how many bytes they held. */
    int forgetSlots(Predicate<Object> ofKey) {
        int bytes = 0;
        Iterator<Pace> all = waiting.iterator();
        while (all.hasNext()) {
            Pace pace = all.next();
            if (ofKey.test(pace.key())) {
                all.remove();
                bytes += Objects.requireNonNull(pace.slot()).bytes();
                pace.slot(null);
                resting.add(pace);
            }
        }
        return bytes;
    }

    /** The next slot whose interval has passed; its pace then stands nowhere. Null if there is none. */
    @Nullable
    Slot takeDue(long nowMs) {
        if (waiting.isEmpty() || waiting.first().nextMs() > nowMs) {
            return null;
        }
        Pace pace = waiting.removeFirst();
        Slot slot = pace.slot();
        pace.slot(null);
        return slot;
    }

    /** Forgets the paces whose interval has passed with nothing waiting; returns how many. */
    int forget(long nowMs) {
        int forgotten = 0;
        while (!resting.isEmpty() && resting.first().nextMs() <= nowMs) {
            byKey.remove(resting.removeFirst().key());
            forgotten++;
        }
        return forgotten;
    }

    /** When the earliest slot becomes due, or became due; {@link Long#MAX_VALUE} if none waits. */
    long nextDueMs() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().nextMs();
    }

    /** When the next slot becomes due after that time; {@link Long#MAX_VALUE} if none does. */
    long nextDueAfterMs(long nowMs) {
        for (Pace pace : waiting) {
            if (pace.nextMs() > nowMs) {
                return pace.nextMs();
            }
        }
        return Long.MAX_VALUE;
    }

    /** When the next pace may be forgotten; {@link Long#MAX_VALUE} if none rests. */
    long nextToForgetMs() {
        return resting.isEmpty() ? Long.MAX_VALUE : resting.first().nextMs();
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** What it holds, the slots that wait here included. */
    int bytes() {
        int bytes = Pace.BYTES * byKey.size();
        for (Pace pace : waiting) {
            bytes += Objects.requireNonNull(pace.slot()).bytes();
        }
        return bytes;
    }
}
