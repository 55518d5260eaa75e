package io.firstlight.ingest.producer;

import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Kafka has the record: written to every in-sync replica.
 *
 * @param topic the topic's full name
 * @param topicId the topic's id; null if the cluster did not tell it
 * @param partition the partition's number
 * @param offset the record's offset
 */
public record Acknowledgement(String topic, @Nullable Uuid topicId, int partition, long offset) {

    /** The place just after the record: a reader that resumes here has seen it. */
    public Optional<PartitionOffset> next() {
        return Optional.ofNullable(topicId).map(id -> new PartitionOffset(id, partition, offset + 1));
    }

    /** {@link #next} in the text form that clients hold; made anew by each call. */
    public Optional<String> positionToken() {
        return next().map(next -> PositionToken.encode(Position.of(next)));
    }
}
