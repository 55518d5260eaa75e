package io.firstlight.webedge.history;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogEntry;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Some consecutive records of one partition, found by offset or by component. Immutable and shared. */
public final class Page {

    private final Topic topic;
    private final int partition;
    private final long from;
    private final long until;
    private final List<LogEntry> entries;
    private final Map<Component, List<LogEntry>> byComponent = new HashMap<>();

    /**
     * A page of good records; bad ones are left out.
     *
     * @param from the first offset that it covers
     * @param until the offset after the last that it covers, which need not be a record's
     * @param entries in order of offset
     */
    public Page(Topic topic, int partition, long from, long until, List<LogEntry> entries) {
        this.topic = topic;
        this.partition = partition;
        this.from = from;
        this.until = until;
        this.entries = List.copyOf(entries);
        for (LogEntry entry : entries) {
            if (entry.component() != null) {
                byComponent
                        .computeIfAbsent(entry.component().component(), c -> new ArrayList<>())
                        .add(entry);
            }
        }
    }

    /** Its topic. */
    public Topic topic() {
        return topic;
    }

    /** Its partition. */
    public int partition() {
        return partition;
    }

    /** The first offset that it covers. */
    public long from() {
        return from;
    }

    /** The offset after the last that it covers. */
    public long until() {
        return until;
    }

    /** Whether it covers that offset. */
    public boolean covers(long offset) {
        return from <= offset && offset < until;
    }

    /** Its records in order; of one component only, unless that is null. */
    public List<LogEntry> entries(@Nullable Component component) {
        return component == null ? entries : byComponent.getOrDefault(component, List.of());
    }
}
