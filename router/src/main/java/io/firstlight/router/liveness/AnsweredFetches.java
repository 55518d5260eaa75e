package io.firstlight.router.liveness;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts how often brokers answered the consumers' fetches, out of Kafka's own metrics: a broker without news answers twice a second
 * ({@code fetch.max.wait.ms}), so a count that stands says that nobody would be heard. Reading the metrics costs a copy of a large map, so it
 * is done at most every {@value #LOOK_EVERY_MS} ms. Thread-safe.
 */
public final class AnsweredFetches implements LongSupplier {

    private static final long LOOK_EVERY_MS = 400;
    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String NAME = "fetch-total";

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final LongSupplier nanoClock;
    private long lookedAtNanos; // guarded by this
    private boolean looked; // guarded by this
    private long count; // guarded by this

    /**
     * Counts what these metrics show.
     *
     * @param nanoClock as {@link System#nanoTime}
     */
    public AnsweredFetches(Supplier<Map<MetricName, ? extends Metric>> metrics, LongSupplier nanoClock) {
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    /** A number that changes whenever a fetch was answered. It may fall, when a thread was replaced. */
    @Override
    public synchronized long getAsLong() {
        long now = nanoClock.getAsLong();
        if (!looked || now - lookedAtNanos >= LOOK_EVERY_MS * 1_000_000) {
            looked = true;
            lookedAtNanos = now;
            count = (long) metrics.get().entrySet().stream()
                    .filter(metric -> isOurs(metric.getKey()))
                    .map(metric -> metric.getValue().metricValue())
                    .filter(Double.class::isInstance)
                    .mapToDouble(Double.class::cast)
                    .filter(Double::isFinite)
                    .sum();
        }
        return count;
    }

    private static boolean isOurs(MetricName name) {
        return name.name().equals(NAME)
                && name.group().equals(GROUP)
                && name.tags().size() == 1
                && !name.tags().getOrDefault("client-id", "").contains("restore");
    }
}
