package io.firstlight.ingest.producer;

import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** Where records are appended to the log, whatever their topic. Implementations are thread-safe. */
public interface LogAppender {

    /**
     * Appends a record.
     *
     * @param key the record's key, null for none
     * @param value the record's bytes, neither copied nor to be changed afterwards; null for a tombstone
     * @param headers the record's headers, possibly none
     * @return completes when Kafka has the record, or fails with {@link NotAcknowledged}
     */
    CompletableFuture<Acknowledgement> append(
            Topic topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers);
}
