package io.firstlight.ingest.edge;

import io.firstlight.ingest.producer.NotAcknowledged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What a client counts. Thread-safe. */
final class EdgeClientMeters {

    private final Counter acknowledged;
    private final Counter again;
    private final Counter connections;
    private final AtomicInteger connected = new AtomicInteger();
    private final Map<NotAcknowledged.Reason, Counter> failed = new EnumMap<>(NotAcknowledged.Reason.class);

    EdgeClientMeters(MeterRegistry registry, Backlog backlog) {
        acknowledged = Counter.builder("firstlight.client.acknowledged")
                .description("Messages that the edge has acknowledged")
                .register(registry);
        again = Counter.builder("firstlight.client.sent.again")
                .description("Messages sent again after a connection broke")
                .register(registry);
        connections = Counter.builder("firstlight.client.connections")
                .description("Connections to an edge that were opened")
                .register(registry);
        for (NotAcknowledged.Reason reason : NotAcknowledged.Reason.values()) {
            failed.put(
                    reason,
                    Counter.builder("firstlight.client.failed")
                            .description("Messages that were not acknowledged and are not sent again")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        Gauge.builder("firstlight.client.connected", connected, AtomicInteger::get)
                .description("Whether there is a connection to an edge: 1 or 0")
                .register(registry);
        Gauge.builder("firstlight.client.waiting", backlog, Backlog::size)
                .description("Messages that wait for their acknowledgement")
                .register(registry);
        Gauge.builder("firstlight.client.waiting.bytes", backlog, Backlog::bytes)
                .description("Bytes of the messages that wait for their acknowledgement")
                .baseUnit("bytes")
                .register(registry);
    }

    void acknowledged() {
        acknowledged.increment();
    }

    void failed(NotAcknowledged.Reason reason) {
        Objects.requireNonNull(failed.get(reason)).increment();
    }

    void opened(int sentAgain) {
        connections.increment();
        again.increment(sentAgain);
        connected.set(1);
    }

    void closed() {
        connected.set(0);
    }
}
