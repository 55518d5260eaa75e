package io.firstlight.router.liveness;

/**
 * Counts the time in which the router would have heard whoever spoke. It stands while there is no evidence of that: brokers that do not
 * answer, a process that was suspended. After a break of {@link #BREAK_MS} and more, {@link #quiet} begins anew for everybody: what was said
 * meanwhile may be lost, and who was about to speak shall have the time to do so. Owned by one task.
 */
final class ListeningClock {

    /** So long without evidence is a break. Ticks come every second, and idle brokers answer twice in it. */
    static final long BREAK_MS = 3_000;

    private long listenedMs;
    private long unbrokenSinceMs;
    private long deafMs;
    private long tickedAtMs;
    private boolean ticked;

    /** @param listening whether there was evidence since the tick before */
    void tick(long nowMs, boolean listening) {
        if (!ticked) {
            ticked = true;
            tickedAtMs = nowMs;
            return;
        }
        long step = Math.max(nowMs - tickedAtMs, 0);
        tickedAtMs = nowMs;
        if (!listening || step >= BREAK_MS) {
            deafMs += step;
            return;
        }
        if (deafMs >= BREAK_MS) {
            unbrokenSinceMs = listenedMs;
        }
        deafMs = 0;
        listenedMs += step;
    }

    /** What this clock shows when the wall clock shows that, some moments after the last tick. */
    long at(long nowMs) {
        return listenedMs + (ticked ? Math.clamp(nowMs - tickedAtMs, 0, 1_000) : 0);
    }

    /** How long, up to the last tick, nothing was heard of somebody who was last heard when this clock showed that. */
    long quiet(long heardAt) {
        return listenedMs - Math.max(heardAt, unbrokenSinceMs);
    }
}
