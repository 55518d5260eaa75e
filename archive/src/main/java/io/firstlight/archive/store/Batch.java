package io.firstlight.archive.store;

import java.util.List;
import java.util.Map;

/**
 * What goes into the database in one transaction.
 *
 * @param messages in the order in which they get their ids
 * @param components by table, in the order of the log
 * @param refused records that were found unfit before, for the quarantine
 * @param moves the offsets that these records take their partitions to
 */
public record Batch(
        List<Arrival.Message> messages,
        Map<RecordTable, List<Arrival.Component>> components,
        List<Refused> refused,
        List<OffsetMove> moves) {

    public Batch {
        messages = List.copyOf(messages);
        components = Map.copyOf(components);
        refused = List.copyOf(refused);
        moves = List.copyOf(moves);
    }
}
