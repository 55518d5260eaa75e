package io.firstlight.webedge.outbox;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/** The pace of one key that has an interval between its frames. Guarded by its outbox. */
final class Pace {

    /** The pace, its key's place in the map and its own place in the order of time. */
    static final int BYTES = 160;

    static final Comparator<Pace> BY_TIME =
            Comparator.<Pace>comparingLong(pace -> pace.nextMs).thenComparingLong(pace -> pace.number);

    private final Object key;
    private final long number;
    private long nextMs;
    private int intervalMs;
    private @Nullable Slot slot;

    /** @param number another for each pace of an outbox */
    Pace(Object key, long number) {
        this.key = key;
        this.number = number;
    }

    Object key() {
        return key;
    }

    /** When the next frame may go. Only changed while the pace is in no ordered set. */
    long nextMs() {
        return nextMs;
    }

    int intervalMs() {
        return intervalMs;
    }

    void intervalMs(int interval) {
        intervalMs = interval;
    }

    /** A frame went at that time. */
    void went(long nowMs) {
        nextMs = nowMs + intervalMs;
    }

    /** What waits for the interval's end. */
    @Nullable
    Slot slot() {
        return slot;
    }

    void slot(@Nullable Slot waiting) {
        slot = waiting;
    }
}
