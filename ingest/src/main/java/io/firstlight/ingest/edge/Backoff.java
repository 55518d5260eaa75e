package io.firstlight.ingest.edge;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: drawn at random up to a bound that doubles with each failure, so that producers that lost the same edge do not come
 * back together. Owned by one thread.
 */
final class Backoff {

    private static final long FIRST_MS = 250;

    private final long mostMs;
    private final RandomGenerator random;
    private long boundMs = FIRST_MS;

    Backoff(Duration most, RandomGenerator random) {
        this.mostMs = most.toMillis();
        this.random = random;
    }

    /** The next wait. */
    Duration next() {
        long bound = Math.min(boundMs, mostMs);
        boundMs = Math.min(2 * boundMs, mostMs);
        return Duration.ofMillis(random.nextLong(bound / 2, bound + 1));
    }

    /** It worked. */
    void reset() {
        boundMs = FIRST_MS;
    }
}
