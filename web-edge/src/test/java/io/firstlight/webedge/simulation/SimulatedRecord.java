package io.firstlight.webedge.simulation;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/**
 * A good record of the simulated log.
 *
 * @param number its number among all records; its time stamp is made from it, so that every frame says which record it is of
 * @param topic the topic it lies in
 * @param values payload by stream, as JSON
 */
record SimulatedRecord(
        int number,
        SimulatedTopic topic,
        Category category,
        Component component,
        LogRecord record,
        LogEntry entry,
        Map<String, String> values) {

    static final long FIRST_TIMESTAMP_MS = 1_700_000_000_000L;

    static long timestampMs(int number) {
        return FIRST_TIMESTAMP_MS + number;
    }

    static int number(long timestampMs) {
        return Math.toIntExact(timestampMs - FIRST_TIMESTAMP_MS);
    }

    long offset() {
        return record.offset();
    }

    int partition() {
        return record.partition();
    }

    /** The streams of this that belong to the target, with their payloads; null if none does. */
    @Nullable
    Map<String, String> chosen(Target target) {
        Map<String, String> chosen = null;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (target.includes(new Address(category, component, value.getKey()))) {
                if (chosen == null) {
                    chosen = new TreeMap<>();
                }
                chosen.put(value.getKey(), value.getValue());
            }
        }
        return chosen;
    }

    @Override
    public String toString() {
        return "#" + number + " " + category.wireName() + "-" + component + values + " at " + partition() + "/"
                + offset();
    }
}
