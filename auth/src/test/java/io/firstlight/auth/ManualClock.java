package io.firstlight.auth;

import com.github.benmanes.caffeine.cache.Ticker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when told; it is the monotonic clock too. Thread-safe. */
public final class ManualClock extends Clock implements Ticker {

    private final Instant origin = Instant.parse("2026-03-01T20:00:00Z");
    private final AtomicLong elapsedNanos = new AtomicLong();

    /** Moves on. */
    public void advance(Duration time) {
        elapsedNanos.addAndGet(time.toNanos());
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(elapsedNanos.get());
    }

    @Override
    public long read() {
        return elapsedNanos.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("tests need no other zone");
    }
}
