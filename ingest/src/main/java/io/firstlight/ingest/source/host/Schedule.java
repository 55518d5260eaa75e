package io.firstlight.ingest.source.host;

/**
 * Moments at a fixed distance from one beginning: what a step takes does not shift the later ones, and moments that were missed are left
 * out, not made up for. Immutable.
 *
 * @param startNs the beginning, by a monotonic clock
 * @param periodNs the distance
 */
record Schedule(long startNs, long periodNs) {

    /** The first moment after now. */
    long next(long nowNs) {
        return startNs + (Math.floorDiv(nowNs - startNs, periodNs) + 1) * periodNs;
    }
}
