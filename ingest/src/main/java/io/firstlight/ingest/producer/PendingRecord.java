package io.firstlight.ingest.producer;

import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One record between its send and its answer: turns Kafka's callback into the future and names the reason of a failure. */
final class PendingRecord implements Callback {

    private final Topic topic;
    private final String topicName;
    private final TopicIds topicIds;
    private final ProducerMeters meters;
    private final BooleanSupplier closed;
    private final Thread sender = Thread.currentThread();
    private final CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
    /** Read only on the sender's own thread. */
    private boolean returned;

    PendingRecord(Topic topic, String topicName, TopicIds topicIds, ProducerMeters meters, BooleanSupplier closed) {
        this.topic = topic;
        this.topicName = topicName;
        this.topicIds = topicIds;
        this.meters = meters;
        this.closed = closed;
    }

    String topicName() {
        return topicName;
    }

    CompletableFuture<Acknowledgement> answer() {
        return answer;
    }

    /** The send call has returned: a time-out from now on is one of delivery. */
    void returned() {
        returned = true;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null || metadata == null) {
            refused(failure == null ? new IllegalStateException("Kafka answered nothing") : failure);
            return;
        }
        meters.acknowledged(topic);
        CompletableFuture<Optional<Uuid>> id = topicIds.of(topicName);
        if (id.isDone()) {
            acknowledged(id.join(), metadata);
        } else {
            var unused = id.thenAccept(found -> acknowledged(found, metadata));
        }
    }

    void refused(Exception failure) {
        if (answer.isDone()) {
            return;
        }
        NotAcknowledged.Reason reason = reason(failure);
        meters.failed(reason);
        answer.completeExceptionally(new NotAcknowledged(reason, topicName, failure));
    }

    private void acknowledged(Optional<Uuid> id, RecordMetadata metadata) {
        answer.complete(new Acknowledgement(topicName, id.orElse(null), metadata.partition(), metadata.offset()));
    }

    private NotAcknowledged.Reason reason(Exception failure) {
        if (failure instanceof BufferExhaustedException) {
            return NotAcknowledged.Reason.BUFFER_FULL;
        }
        if (failure instanceof RecordTooLargeException) {
            return NotAcknowledged.Reason.TOO_LARGE;
        }
        boolean withinSend = Thread.currentThread().equals(sender) && !returned;
        if (failure instanceof UnknownTopicOrPartitionException
                || (failure instanceof TimeoutException && withinSend)) {
            return NotAcknowledged.Reason.KAFKA_UNKNOWN;
        }
        if (failure instanceof TimeoutException) {
            return NotAcknowledged.Reason.TIMED_OUT;
        }
        return closed.getAsBoolean() ? NotAcknowledged.Reason.CLOSED : NotAcknowledged.Reason.REFUSED;
    }
}
