package io.firstlight.ingest.source.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns counters that only grow into rates, with the time that really passed. A counter seen for the first time, or one that went back
 * (the device was replaced, the counter wrapped), has no rate: NaN. Counters that are gone are forgotten. Owned by one thread.
 */
final class CounterRates {

    private Map<String, Long> before = Map.of();
    private long beforeNs;

    /** Rates per second, in the order of the names. */
    double[] perSecond(List<String> names, long[] counters, long nowNs) {
        double seconds = (nowNs - beforeNs) / 1e9;
        double[] rates = new double[counters.length];
        Map<String, Long> now = new HashMap<>();
        for (int i = 0; i < counters.length; i++) {
            String name = names.get(i);
            long earlier = before.getOrDefault(name, Long.MAX_VALUE);
            rates[i] = counters[i] >= earlier && seconds > 0 ? (counters[i] - earlier) / seconds : Double.NaN;
            now.put(name, counters[i]);
        }
        before = now;
        beforeNs = nowNs;
        return rates;
    }
}
