package io.firstlight.ingest.component;

import io.micrometer.core.instrument.MeterRegistry;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What producers of components need of the outside.
 *
 * @param feed where samples come from; closed by the {@link ProducerSet}
 * @param client where messages go to; closed by the {@link ProducerSet}
 * @param lastState what the platform remembers; {@link LastState#NONE} if that cannot be known
 * @param registry where is counted
 * @param clock the time of day
 * @param nanoTime as {@link System#nanoTime}
 */
public record Surroundings(
        Feed feed,
        ProducerClient client,
        LastState lastState,
        MeterRegistry registry,
        InstantSource clock,
        LongSupplier nanoTime) {

    public Surroundings {
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(lastState, "lastState");
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(nanoTime, "nanoTime");
    }
}
