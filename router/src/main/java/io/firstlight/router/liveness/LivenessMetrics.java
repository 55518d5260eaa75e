package io.firstlight.router.liveness;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** What the topology counts. Thread-safe. */
public final class LivenessMetrics {

    private final Map<Object, Count> counts = new ConcurrentHashMap<>();
    private final Counter records;
    private final Counter events;
    private final Counter strays;
    private final Counter refused;

    private record Count(int known, int silent) {}

    public LivenessMetrics(MeterRegistry registry) {
        records = counter(registry, "records", "Records read");
        events = counter(registry, "events", "Events written about components that fell silent or are alive");
        strays = counter(registry, "strays", "Signs sent home because they came through another partition");
        refused = counter(registry, "refused", "Signs of components for which there was no room");
        gauge(registry, "known", "Components that are known", Count::known);
        gauge(registry, "silent", "Components that are silent", Count::silent);
    }

    /** What a task knows now. */
    void task(Object task, int known, int silent) {
        counts.put(task, new Count(known, silent));
    }

    /** That task is closed. */
    void closed(Object task) {
        counts.remove(task);
    }

    Counter records() {
        return records;
    }

    Counter events() {
        return events;
    }

    Counter strays() {
        return strays;
    }

    Counter refused() {
        return refused;
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("firstlight.liveness." + name)
                .description(description)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToIntFunction<Count> count) {
        Gauge.builder(
                        "firstlight.liveness." + name,
                        counts,
                        all -> all.values().stream().mapToInt(count).sum())
                .description(description)
                .register(registry);
    }
}
