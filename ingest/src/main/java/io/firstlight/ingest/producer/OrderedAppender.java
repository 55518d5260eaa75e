package io.firstlight.ingest.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Appends records of which none may get in before one that was appended earlier and did not: when one fails, all that wait with it fail, and the next is
 * appended by another producer. So whatever the log has of a sender and partition, it has all before that.
 *
 * <p>Kafka's idempotent producer numbers the batches of each partition and the broker takes them in that order only; it begins new numbers
 * when a batch has failed (KIP-360), and what waited behind it gets in. Here the producer has ended by then.
 *
 * <p>A record that is too large for the log fails alone. Thread-safe.
 */
public final class OrderedAppender implements LogAppender, AutoCloseable {

    private final Supplier<TelemetryProducer> producers;
    private final AtomicReference<@Nullable TelemetryProducer> current = new AtomicReference<>();
    private volatile boolean closed;

    private OrderedAppender(Supplier<TelemetryProducer> producers) {
        this.producers = producers;
    }

    /** One with producers of its own beside that one, which it counts with; the first is started for the first record. */
    public static OrderedAppender beside(TelemetryProducer producer, IngestConfig config, InstantSource clock) {
        return new OrderedAppender(() -> TelemetryProducer.start(config, producer.meters(), clock));
    }

    @Override
    public CompletableFuture<Acknowledgement> append(
            Topic topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        TelemetryProducer producer;
        try {
            producer = producer();
        } catch (KafkaException e) {
            // The brokers' names are not known at the moment, for example.
            return CompletableFuture.failedFuture(
                    new NotAcknowledged(NotAcknowledged.Reason.KAFKA_UNKNOWN, topic.suffix(), e));
        }
        CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
        var unused = producer.append(topic, key, value, headers).whenComplete((done, failure) -> {
            if (failure == null) {
                answer.complete(done);
            } else {
                // Before anybody else hears of it, on Kafka's network thread, which sends nothing in between.
                if (!isOfTheRecord(failure)) {
                    giveUp(producer);
                }
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private static boolean isOfTheRecord(Throwable failure) {
        return failure instanceof NotAcknowledged refused && refused.isForGood();
    }

    private synchronized TelemetryProducer producer() {
        TelemetryProducer producer = current.get();
        if (producer == null) {
            producer = producers.get();
            // Closed before, it refuses every record, and says so.
            if (closed) {
                producer.close();
            } else {
                current.set(producer);
            }
        }
        return producer;
    }

    private void giveUp(TelemetryProducer producer) {
        if (producer.abort()) {
            // Until all have heard that theirs has failed, it is this one that refuses what they append.
            Thread.ofVirtual().name("firstlight-ordered").start(() -> {
                producer.awaitEnd();
                current.compareAndSet(producer, null);
            });
        }
    }

    /** Waits for acknowledgements, at most {@link IngestConfig#closeTimeout}; the futures of the rest fail. Idempotent. */
    @Override
    public void close() {
        TelemetryProducer last;
        synchronized (this) {
            closed = true;
            last = current.get();
        }
        if (last != null) {
            last.close();
        }
    }
}
