package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The last records that the hub dispatched, per topic and bounded in bytes, so that who was away for a moment needs no Kafka. Owned by the
 * hub's thread.
 *
 * <p>Records are linked twice: to the next of their topic and to the next of their component, so that whoever resumes one component does
 * not walk past all others. A record that falls out is unlinked from what follows it: a walker that stands on it keeps nothing else alive.
 */
final class Tail {

    /** Bytes that a record costs beside its value: the objects around it. */
    private static final int OVERHEAD_BYTES = 320;

    private final Map<Topic, Links> topics = new EnumMap<>(Topic.class);
    private final Frontier start;
    private final long topicBytes;
    private long sequence;

    /** One record in the tail. */
    static final class Item {
        private final LogEntry entry;
        private final long sequence;
        private @Nullable Item nextOfTopic;
        private @Nullable Item nextOfComponent;
        private boolean gone;

        private Item(LogEntry entry, long sequence) {
            this.entry = entry;
            this.sequence = sequence;
        }

        LogEntry entry() {
            return entry;
        }

        /** Place in the order of dispatch, across topics. */
        long sequence() {
            return sequence;
        }

        /** Whether it has fallen out: then what followed it must be looked for from the first item on. */
        boolean gone() {
            return gone;
        }

        @Nullable
        Item nextOfTopic() {
            return nextOfTopic;
        }

        @Nullable
        Item nextOfComponent() {
            return nextOfComponent;
        }
    }

    private static final class Links {
        private final Map<Component, Chain> components = new HashMap<>();
        private @Nullable Item first;
        private @Nullable Item last;
        private long bytes;
    }

    private static final class Chain {
        private @Nullable Item first;
        private @Nullable Item last;
    }

    /**
     * An empty tail.
     *
     * @param start the first record that will come of each partition
     * @param topicBytes the most that the records of one topic may take
     */
    Tail(LogLayout layout, Frontier start, long topicBytes) {
        this.start = start.copy(layout.names());
        this.topicBytes = topicBytes;
        for (Topic topic : layout.names()) {
            topics.put(topic, new Links());
        }
    }

    /** Takes the newest record; the oldest of its topic fall out as far as the bound asks for. */
    void add(LogEntry entry) {
        Links links = links(entry.record().topic());
        Item item = new Item(entry, sequence++);
        if (links.last == null) {
            links.first = item;
        } else {
            links.last.nextOfTopic = item;
        }
        links.last = item;
        if (entry.component() != null) {
            Chain chain = links.components.computeIfAbsent(entry.component().component(), c -> new Chain());
            if (chain.last == null) {
                chain.first = item;
            } else {
                chain.last.nextOfComponent = item;
            }
            chain.last = item;
        }
        links.bytes += bytes(entry);
        while (links.bytes > topicBytes && links.first != null) {
            dropFirst(links, links.first);
        }
    }

    private void dropFirst(Links links, Item item) {
        links.first = item.nextOfTopic;
        if (links.first == null) {
            links.last = null;
        }
        if (item.entry.component() != null) {
            Component component = item.entry.component().component();
            Chain chain = Objects.requireNonNull(links.components.get(component));
            chain.first = item.nextOfComponent;
            if (chain.first == null) {
                links.components.remove(component);
            }
        }
        links.bytes -= bytes(item.entry);
        item.gone = true;
        item.nextOfTopic = null;
        item.nextOfComponent = null;
        start.pass(item.entry.record());
    }

    private static long bytes(LogEntry entry) {
        LogRecord record = entry.record();
        return OVERHEAD_BYTES + (long) (record.value() == null ? 0 : record.value().length);
    }

    /** Whether every record from the frontier on, as far as the hub has come, is in here. */
    boolean covers(Frontier at) {
        return at.reaches(start);
    }

    /** The oldest record of that topic. */
    @Nullable
    Item first(Topic topic) {
        return links(topic).first;
    }

    /** The oldest record of that component in that topic. */
    @Nullable
    Item first(Topic topic, Component component) {
        Chain chain = links(topic).components.get(component);
        return chain == null ? null : chain.first;
    }

    /** Bytes held in all topics. */
    long bytes() {
        return topics.values().stream().mapToLong(links -> links.bytes).sum();
    }

    Set<Topic> topics() {
        return topics.keySet();
    }

    private Links links(Topic topic) {
        return Objects.requireNonNull(topics.get(topic), () -> "edges do not read " + topic);
    }
}
