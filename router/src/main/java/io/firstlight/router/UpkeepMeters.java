package io.firstlight.router;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the upkeep counts. Thread-safe. */
final class UpkeepMeters {

    private final Map<Layout.Change.Kind, Counter> changes = new EnumMap<>(Layout.Change.Kind.class);
    private final Counter restarts;
    private volatile boolean reachable = true;

    UpkeepMeters(String application, MeterRegistry registry) {
        for (Layout.Change.Kind kind : Layout.Change.Kind.values()) {
            changes.put(
                    kind,
                    Counter.builder("firstlight." + application + ".layout.changes")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                            .description("Topics that are gone, were made again, or got partitions")
                            .register(registry));
        }
        restarts = Counter.builder("firstlight." + application + ".restarts")
                .description("Times that the topology was begun anew within the service")
                .register(registry);
        Gauge.builder("firstlight." + application + ".reachable", this, meters -> meters.isReachable() ? 1 : 0)
                .description("1 while the cluster answers")
                .register(registry);
    }

    boolean isReachable() {
        return reachable;
    }

    void reachable(boolean is) {
        reachable = is;
    }

    void changed(Layout.Change.Kind kind) {
        Objects.requireNonNull(changes.get(kind)).increment();
    }

    void restarted() {
        restarts.increment();
    }
}
