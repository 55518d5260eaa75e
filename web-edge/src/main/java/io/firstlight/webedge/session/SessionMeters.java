package io.firstlight.webedge.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of sessions, counted. Thread-safe. */
public final class SessionMeters {

    private final MeterRegistry meters;
    private final Counter failedLooks;
    private final Counter unconfirmed;
    private final Counter unwritten;
    private final AtomicInteger edges;

    /** Registers the meters. */
    public SessionMeters(MeterRegistry meters) {
        this.meters = meters;
        this.failedLooks = Counter.builder("firstlight.edge.sessions.unchecked")
                .description("Times that open connections could not be checked because the database did not answer")
                .register(meters);
        this.unconfirmed = Counter.builder("firstlight.edge.revocations.unconfirmed")
                .description("Revocations that some edge did not confirm in time")
                .register(meters);
        this.unwritten = Counter.builder("firstlight.edge.revocations.unwritten")
                .description("Revocations that could not be written to their topic")
                .register(meters);
        this.edges = meters.gauge("firstlight.edge.edges", new AtomicInteger(1));
    }

    void ended(String why) {
        Counter.builder("firstlight.edge.sessions.ended")
                .description("Connections closed because of their token or user")
                .tag("why", why)
                .register(meters)
                .increment();
    }

    void lookFailed() {
        failedLooks.increment();
    }

    void notConfirmed() {
        unconfirmed.increment();
    }

    void notWritten() {
        unwritten.increment();
    }

    void edges(int count) {
        edges.set(count);
    }
}
