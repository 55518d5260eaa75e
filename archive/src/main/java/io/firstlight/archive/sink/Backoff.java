package io.firstlight.archive.sink;

import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: doubling from 100 ms to 10 s, each time a random half to whole of it, so that several sinks do
 * not come back at the same moment. Not thread-safe.
 */
final class Backoff {

    static final long FIRST_MS = 100;
    static final long LONGEST_MS = 10_000;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextDelayMs() {
        long whole = Math.min(LONGEST_MS, FIRST_MS << Math.min(failures, 10));
        failures++;
        return random.nextLong(whole / 2, whole + 1);
    }

    void reset() {
        failures = 0;
    }
}
