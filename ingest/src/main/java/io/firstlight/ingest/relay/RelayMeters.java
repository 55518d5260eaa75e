package io.firstlight.ingest.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the relay counts. Written by the relay's thread, read by any. */
final class RelayMeters {

    private final Counter sent;
    private final Counter found;
    private final Counter refused;
    private final Counter failures;
    private volatile boolean working;
    private volatile double waitingSeconds;

    RelayMeters(MeterRegistry registry) {
        sent = Counter.builder("firstlight.relay.sent")
                .description("Rows of the outbox that Kafka has acknowledged")
                .register(registry);
        found = Counter.builder("firstlight.relay.found")
                .description(
                        "Rows that an earlier run had sent without taking them out, found in the log and not sent again")
                .register(registry);
        refused = Counter.builder("firstlight.relay.refused")
                .description("Rows moved aside because they can never be sent")
                .register(registry);
        failures = Counter.builder("firstlight.relay.failures")
                .description("Runs that ended because the database or Kafka was away")
                .register(registry);
        Gauge.builder("firstlight.relay.working", this, meters -> meters.working ? 1 : 0)
                .description("1 while this relay has the outbox, 0 while it stands by or cannot reach it")
                .register(registry);
        Gauge.builder("firstlight.relay.waiting.seconds", this, meters -> meters.waitingSeconds)
                .description("How long the oldest row had been waiting when the outbox was last read")
                .register(registry);
    }

    void sent(int rows) {
        sent.increment(rows);
    }

    void found(int rows) {
        found.increment(rows);
    }

    void refused(int rows) {
        refused.increment(rows);
    }

    void failed() {
        failures.increment();
    }

    void working(boolean now) {
        working = now;
    }

    boolean isWorking() {
        return working;
    }

    void waiting(long oldestMs) {
        waitingSeconds = oldestMs / 1000.0;
    }
}
