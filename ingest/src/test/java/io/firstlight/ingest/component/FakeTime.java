package io.firstlight.ingest.component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is told to go on. */
final class FakeTime implements InstantSource {

    /** Where it begins: the instant of the examples of LOVE's protocol. */
    static final Instant BEGIN = Instant.parse("2023-08-01T01:17:20.500Z");

    private Instant now = BEGIN;

    @Override
    public Instant instant() {
        return now;
    }

    long nanoTime() {
        return Duration.between(BEGIN, now).toNanos() + 42;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    /** Seconds since the beginning as TAI. */
    static double tai(double seconds) {
        return BEGIN.getEpochSecond() + 37 + seconds;
    }
}
