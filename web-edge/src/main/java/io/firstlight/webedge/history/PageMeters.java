package io.firstlight.webedge.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.Supplier;

/** What reading the past costs, counted. Thread-safe. */
final class PageMeters {

    private final Counter loads;
    private final Counter hits;
    private final Counter records;
    private final MeterRegistry registry;
    private final Gauge held;

    PageMeters(MeterRegistry meters, Supplier<Number> bytesHeld) {
        loads = Counter.builder("firstlight.edge.pages.loaded")
                .description("Pages of the log that were read from Kafka")
                .register(meters);
        hits = Counter.builder("firstlight.edge.pages.hit")
                .description("Pages of the log that were given out of memory")
                .register(meters);
        records = Counter.builder("firstlight.edge.pages.records")
                .description("Records that were read from Kafka into pages")
                .register(meters);
        registry = meters;
        held = Gauge.builder("firstlight.edge.pages.bytes", bytesHeld)
                .description("Memory that pages of the log take")
                .baseUnit("bytes")
                .register(meters);
    }

    void loaded(int recordsRead) {
        loads.increment();
        records.increment(recordsRead);
    }

    void hit() {
        hits.increment();
    }

    /** Stops to report what is held: a gauge would keep the pages alive. */
    void close() {
        registry.remove(held);
    }
}
