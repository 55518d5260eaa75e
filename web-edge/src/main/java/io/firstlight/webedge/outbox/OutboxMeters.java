package io.firstlight.webedge.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What happens in all outboxes of an edge, counted. Thread-safe. */
public final class OutboxMeters {

    private final Counter delivered;
    private final Counter conflated;
    private final Counter slowConsumers;

    /** Registers the counters. */
    public OutboxMeters(MeterRegistry meters) {
        delivered = Counter.builder("firstlight.edge.frames.delivered")
                .description("Frames that connections have taken")
                .register(meters);
        conflated = Counter.builder("firstlight.edge.frames.conflated")
                .description("Telemetry frames replaced by a newer one before a slow connection took them")
                .register(meters);
        slowConsumers = Counter.builder("firstlight.edge.slow.consumers")
                .description("Connections closed because their outbox was full")
                .register(meters);
    }

    void delivered(int frames) {
        delivered.increment(frames);
    }

    void conflated() {
        conflated.increment();
    }

    void slowConsumer() {
        slowConsumers.increment();
    }
}
