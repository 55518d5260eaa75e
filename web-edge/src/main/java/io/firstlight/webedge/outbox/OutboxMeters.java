package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What happens in all outboxes of an edge, counted. Thread-safe. */
public final class OutboxMeters {

    private final Counter delivered;
    private final Counter merged;
    private final Counter refused;
    private final Counter slowConsumers;

    /** Registers the counters. */
    public OutboxMeters(MeterRegistry meters) {
        delivered = Counter.builder("firstlight.edge.frames.delivered")
                .description("Frames that connections have taken")
                .register(meters);
        merged = Counter.builder("firstlight.edge.frames.merged")
                .description("Telemetry samples merged into one that waited, for a slow connection or for max_rate")
                .register(meters);
        refused = Counter.builder("firstlight.edge.frames.refused")
                .description("Frames for which an outbox had no room, so that its client lags")
                .register(meters);
        slowConsumers = Counter.builder("firstlight.edge.slow.consumers")
                .description("Connections closed because their client was too slow")
                .register(meters);
    }

    void delivered(int frames) {
        delivered.increment(frames);
    }

    void merged() {
        merged.increment();
    }

    void refused() {
        refused.increment();
    }

    void ended(CloseCode code) {
        if (code == CloseCode.SLOW_CONSUMER) {
            slowConsumers.increment();
        }
    }
}
