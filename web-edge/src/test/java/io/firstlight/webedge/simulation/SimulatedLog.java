package io.firstlight.webedge.simulation;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.log.TopicLayout;
import io.firstlight.webedge.target.Target;
import org.apache.kafka.common.Uuid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The log, and the truth: what every address's value is at every place, for ever. */
final class SimulatedLog {

    static final List<Category> CATEGORIES = List.of(Category.TELEMETRY, Category.EVENT);
    static final List<Component> COMPONENTS =
            List.of(new Component("Dome", 0), new Component("Mount", 1), new Component("Mount", 2));
    static final List<String> STREAMS = List.of("s", "t", "u");
    static final List<Address> ADDRESSES = CATEGORIES.stream()
            .flatMap(category -> COMPONENTS.stream()
                    .flatMap(component -> STREAMS.stream().map(stream -> new Address(category, component, stream))))
            .toList();

    private final Map<Topic, SimulatedTopic> topics = new EnumMap<>(Topic.class);
    private final Map<Uuid, SimulatedTopic> byId = new HashMap<>();
    private final List<SimulatedRecord> records = new ArrayList<>();
    private final Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);

    SimulatedLog(int telemetryPartitions, int eventPartitions) {
        partitions.put(Topic.TELEMETRY, telemetryPartitions);
        partitions.put(Topic.EVENT, eventPartitions);
        partitions.forEach((topic, count) -> make(topic, Map.of()));
    }

    /** Makes a topic, again or for the first time. */
    void make(Topic topic, Map<Address, String> former) {
        SimulatedTopic made = new SimulatedTopic(
                topic, new Uuid(7, 100 + byId.size()), partitions.getOrDefault(topic, 1), Map.copyOf(former));
        topics.put(topic, made);
        byId.put(made.id(), made);
    }

    SimulatedTopic topic(Topic topic) {
        SimulatedTopic found = topics.get(topic);
        if (found == null) {
            throw new IllegalArgumentException("no " + topic + " in the simulated log");
        }
        return found;
    }

    Map<Topic, SimulatedTopic> topics() {
        return topics;
    }

    SimulatedTopic byId(Uuid id) {
        SimulatedTopic found = byId.get(id);
        if (found == null) {
            throw new Violation("a position names a topic that never was: " + id);
        }
        return found;
    }

    LogLayout layout() {
        Map<Topic, TopicLayout> layouts = new EnumMap<>(Topic.class);
        topics.forEach((name, topic) -> layouts.put(name, new TopicLayout(topic.id(), topic.partitions())));
        return new LogLayout(layouts);
    }

    /** The record of that number. */
    SimulatedRecord record(int number) {
        Violation.unless(number >= 0 && number < records.size(), "a frame is of a record that never was: #%d", number);
        return records.get(number);
    }

    int size() {
        return records.size();
    }

    /** Appends a record whose payloads are made by its number. */
    SimulatedRecord append(Category category, Component component, Map<String, PayloadKind> streams) {
        int number = records.size();
        Map<String, String> values = new TreeMap<>();
        streams.forEach((stream, kind) -> values.put(stream, kind.payload(number)));
        SimulatedTopic topic = topic(category.topic());
        int partition = topic.home(component);
        LogRecord record = new LogRecord(
                category.topic(),
                partition,
                topic.end(partition),
                SimulatedRecord.timestampMs(number),
                value(category, component, values));
        if (!(LogEntry.read(record) instanceof LogEntry.Reading.Good good)) {
            throw new IllegalStateException("the simulated producer writes bad records: " + values);
        }
        SimulatedRecord appended =
                new SimulatedRecord(number, topic, category, component, record, good.entry(), values);
        records.add(appended);
        topic.append(appended);
        return appended;
    }

    /** Appends a record that nobody can read. */
    void appendBad(Topic topic, int partition) {
        topic(topic).appendRaw(new LogRecord(topic, partition, topic(topic).end(partition), 0, new byte[] {'{'}));
    }

    /** What a producer writes. */
    enum PayloadKind {
        NUMBER,
        TEXT,
        DELETE;

        String payload(int number) {
            return switch (this) {
                case NUMBER -> Integer.toString(number);
                case TEXT -> "\"v" + number + '"';
                case DELETE -> "null";
            };
        }
    }

    private static byte[] value(Category category, Component component, Map<String, String> values) {
        byte[] data = values.entrySet().stream()
                .map(value -> '"' + value.getKey() + "\":" + value.getValue())
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
        return RecordWriter.write(category, component, false, data, new Span(0, data.length), null, null);
    }

    /** Every value of the target at that position. */
    Map<Address, String> fold(Target target, Position position) {
        Map<Topic, long[]> next = new EnumMap<>(Topic.class);
        Map<Topic, SimulatedTopic> of = new EnumMap<>(Topic.class);
        for (PartitionOffset offset : position.offsets()) {
            SimulatedTopic topic = byId(offset.topicId());
            of.put(topic.topic(), topic);
            next.computeIfAbsent(topic.topic(), t -> new long[topic.partitions()])[offset.partition()] =
                    offset.nextOffset();
        }
        Map<Address, String> values = new HashMap<>();
        for (Address address : ADDRESSES) {
            SimulatedTopic topic = of.get(address.category().topic());
            long[] offsets = next.get(address.category().topic());
            if (topic != null && offsets != null && target.includes(address)) {
                String value = topic.value(address, offsets[topic.home(address.component())]);
                if (value != null) {
                    values.put(address, value);
                }
            }
        }
        return values;
    }
}
