package io.firstlight.webedge.simulation;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A topic from when it was made to when it was deleted. It forgets nothing: what retention has passed is only no longer given out. */
final class SimulatedTopic {

    private final Topic topic;
    private final Uuid id;
    private final Map<Address, String> former;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<Address, List<SimulatedRecord>> history = new HashMap<>();

    /** One partition. */
    static final class Lane {
        /** Every record, those too that cannot be read. */
        private final List<LogRecord> raw = new ArrayList<>();

        private final List<SimulatedRecord> good = new ArrayList<>();
        private long earliest;
        private long end;
    }

    /** @param former what a topic of that name left in the state */
    SimulatedTopic(Topic topic, Uuid id, int partitions, Map<Address, String> former) {
        this.topic = topic;
        this.id = id;
        this.former = former;
        for (int p = 0; p < partitions; p++) {
            lanes.add(new Lane());
        }
    }

    Topic topic() {
        return topic;
    }

    Uuid id() {
        return id;
    }

    int partitions() {
        return lanes.size();
    }

    /** Where a component's records go, as Kafka's own partitioner has it. */
    int home(Component component) {
        return Utils.toPositive(Utils.murmur2(component.key().getBytes(StandardCharsets.UTF_8))) % lanes.size();
    }

    long end(int partition) {
        return lanes.get(partition).end;
    }

    long earliest(int partition) {
        return lanes.get(partition).earliest;
    }

    void retentionPasses(int partition, long offset) {
        lanes.get(partition).earliest = offset;
    }

    void appendRaw(LogRecord record) {
        Lane lane = lanes.get(record.partition());
        lane.raw.add(record);
        lane.end = record.offset() + 1;
    }

    void append(SimulatedRecord record) {
        appendRaw(record.record());
        lanes.get(record.partition()).good.add(record);
        record.values()
                .keySet()
                .forEach(stream -> history.computeIfAbsent(
                                new Address(record.category(), record.component(), stream), a -> new ArrayList<>())
                        .add(record));
    }

    /** The first record at or after the offset; null at the end. */
    @Nullable
    LogRecord rawFrom(int partition, long offset) {
        List<LogRecord> raw = lanes.get(partition).raw;
        int low = 0;
        int high = raw.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (raw.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < raw.size() ? raw.get(low) : null;
    }

    /** The good records at or after the offset. */
    List<SimulatedRecord> from(int partition, long offset) {
        List<SimulatedRecord> good = lanes.get(partition).good;
        return good.subList(firstAtOrAfter(good, offset), good.size());
    }

    /** The address's value just before the offset of its partition; null if it has none. */
    @Nullable
    String value(Address address, long before) {
        List<SimulatedRecord> records = history.getOrDefault(address, List.of());
        int after = firstAtOrAfter(records, before);
        String value = after == 0
                ? former.get(address)
                : records.get(after - 1).values().get(address.stream());
        return value == null || value.equals("null") ? null : value;
    }

    private static int firstAtOrAfter(List<SimulatedRecord> records, long offset) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public String toString() {
        return topic + "(" + id + ")";
    }
}
