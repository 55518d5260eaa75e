package io.firstlight.webedge.hub;

/**
 * The clock of a replay: when a record is due, for a speed that may change and a pause that may come in between. Owned by the hub's thread.
 */
final class Pace {

    /** No anchor: the next record sets it. */
    private static final long NONE = Long.MIN_VALUE;

    private double speed;
    private boolean paused;
    private long anchorRecordMs = NONE;
    private long anchorMs;

    /**
     * A pace that begins with the first record it is asked for.
     *
     * @param speed recorded time per time, infinite for as fast as can be
     */
    Pace(double speed) {
        this.speed = speed;
    }

    /** When a record is due. */
    long dueMs(long recordMs, long nowMs) {
        if (Double.isInfinite(speed)) {
            return nowMs;
        }
        if (anchorRecordMs == NONE) {
            anchorRecordMs = recordMs;
            anchorMs = nowMs;
        }
        return anchorMs + (long) (Math.max(0, recordMs - anchorRecordMs) / speed);
    }

    boolean isPaused() {
        return paused;
    }

    /** Stands still; the record that waits now becomes due at once when it goes on. */
    void pause() {
        paused = true;
        anchorRecordMs = NONE;
    }

    void goOn() {
        paused = false;
    }

    /** Goes on at another speed from the next record on. */
    void speed(double changed) {
        speed = changed;
        anchorRecordMs = NONE;
    }

    /** The replay stands at that recorded time now: at its beginning, or where it was told to jump to. */
    void beginAt(long recordMs, long nowMs) {
        anchorRecordMs = recordMs;
        anchorMs = nowMs;
    }
}
