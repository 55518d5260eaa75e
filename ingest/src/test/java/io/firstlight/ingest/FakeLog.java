package io.firstlight.ingest;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log in memory that takes everything at once. */
public final class FakeLog implements LogAppender {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** What was appended. */
    public record Entry(Topic topic, @Nullable String key, String value, RecordHeaders headers) {}

    @Override
    public CompletableFuture<Acknowledgement> append(
            Topic topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        entries.add(new Entry(
                topic,
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                value == null ? "" : new String(value, StandardCharsets.UTF_8),
                new RecordHeaders(headers)));
        return CompletableFuture.completedFuture(
                new Acknowledgement("fake." + topic.suffix(), null, 0, entries.size() - 1));
    }

    /** All entries in order. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entries of one topic in order. */
    public List<Entry> entries(Topic topic) {
        return entries.stream().filter(entry -> entry.topic() == topic).toList();
    }
}
