package io.firstlight.router;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

import java.util.Map;

/** Reads the lag out of Kafka's own consumer metrics, so that asking costs the cluster nothing. */
final class ConsumerLag {

    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String NAME = "records-lag-max";

    private ConsumerLag() {}

    /** The largest lag of any partition, in records; 0 if none is known. */
    static double most(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(GROUP)
                        && entry.getKey().name().equals(NAME))
                .filter(entry ->
                        !entry.getKey().tags().getOrDefault("client-id", "").contains("restore"))
                .map(entry -> entry.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}
