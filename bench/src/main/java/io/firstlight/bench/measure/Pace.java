package io.firstlight.bench.measure;

/**
 * When messages are due: evenly, from a start, whatever happened to those before. A sender that falls behind catches up, and what it was
 * late by counts as latency. Immutable.
 *
 * @param startNanos when the first is due, as {@link System#nanoTime}
 * @param perSecond how many are due each second
 */
public record Pace(long startNanos, double perSecond) {

    private static final double NANOS = 1e9;

    public Pace {
        if (!(perSecond > 0 && perSecond <= NANOS)) {
            throw new IllegalArgumentException("a pace of " + perSecond + " per second is not above 0 and at most 1e9");
        }
    }

    /** When message {@code i}, from 0, is due. */
    public long dueNanos(long i) {
        return startNanos + Math.round(i * (NANOS / perSecond));
    }

    /** How many are due before that time. */
    public long dueBefore(long nanos) {
        long elapsed = nanos - startNanos;
        return elapsed <= 0 ? 0 : (long) Math.ceil(elapsed / NANOS * perSecond - 1e-6);
    }
}
