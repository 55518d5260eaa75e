package io.firstlight.router.latest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the topology counts. A count may include work that a broken transaction undid and that is then done again. Thread-safe. */
public final class LatestMetrics {

    private final Counter records;
    private final Counter entries;
    private final Counter tombstones;
    private final Counter included;
    private final Counter older;
    private final Counter strays;
    private final Counter quarantined;

    public LatestMetrics(MeterRegistry registry) {
        records = counter(registry, "records", "Source records read");
        entries = counter(registry, "entries", "Entries written to the state topic");
        tombstones = counter(registry, "tombstones", "Addresses deleted by a null payload");
        included = skipped(
                registry, "included", "Streams left out: the state already includes that record or a later one");
        older = skipped(
                registry, "older", "Streams left out: a record with a later time came through another partition");
        strays = counter(registry, "strays", "Records sent home because they came through another partition");
        quarantined = counter(registry, "quarantined", "Records that are no component records");
    }

    Counter records() {
        return records;
    }

    Counter entries() {
        return entries;
    }

    Counter tombstones() {
        return tombstones;
    }

    Counter included() {
        return included;
    }

    Counter older() {
        return older;
    }

    Counter strays() {
        return strays;
    }

    Counter quarantined() {
        return quarantined;
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("firstlight.router." + name)
                .description(description)
                .register(registry);
    }

    private static Counter skipped(MeterRegistry registry, String reason, String description) {
        return Counter.builder("firstlight.router.skipped")
                .tag("reason", reason)
                .description(description)
                .register(registry);
    }
}
