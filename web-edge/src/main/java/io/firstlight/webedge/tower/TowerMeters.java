package io.firstlight.webedge.tower;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.concurrent.atomic.AtomicLong;

/** What Tower's protocol counts. Thread-safe. */
final class TowerMeters {

    private final AtomicLong channels = new AtomicLong();
    private final Counter denied;
    private final Counter refused;
    private final Counter heldBack;

    TowerMeters(MeterRegistry meters) {
        Gauge.builder("firstlight.edge.tower.channels", channels, AtomicLong::get)
                .description("Channels that Tower clients have joined, over all connections")
                .register(meters);
        denied = Counter.builder("firstlight.edge.tower.denied")
                .description("Channels that were refused to a client for want of a right")
                .register(meters);
        refused = Counter.builder("firstlight.edge.tower.requests.refused")
                .description("Requests of Tower clients that changed nothing: malformed, without token, too many")
                .register(meters);
        heldBack = Counter.builder("firstlight.edge.tower.held.back")
                .description(
                        "Notices of one thing that came faster than the limit and were not sent, per row of clients")
                .register(meters);
    }

    void channels(int more) {
        channels.addAndGet(more);
    }

    void denied(int count) {
        denied.increment(count);
    }

    void refused() {
        refused.increment();
    }

    void heldBack() {
        heldBack.increment();
    }
}
