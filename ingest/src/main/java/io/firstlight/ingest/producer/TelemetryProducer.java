package io.firstlight.ingest.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes messages to Kafka: idempotent, {@code acks=all}, lz4, one batch per partition at a time in order. Thread-safe; share one.
 *
 * <h2>When Kafka is away</h2>
 *
 * <ul>
 *   <li>Records wait in memory, at most {@link IngestConfig#bufferBytes}. They are delivered when Kafka is back, in the order sent per
 *       component, each once.
 *   <li>When the buffer is full a send blocks its caller up to {@link IngestConfig#maxBlock}, then its future fails with
 *       {@link NotAcknowledged.Reason#BUFFER_FULL}. The same bound holds, with {@link NotAcknowledged.Reason#KAFKA_UNKNOWN}, for a topic
 *       that was never seen since the start.
 *   <li>A record that waits longer than {@link IngestConfig#deliveryTimeout} is given up: {@link NotAcknowledged.Reason#TIMED_OUT}.
 *       Later records may still be delivered.
 *   <li>Every record ends in exactly one of the two: an {@link Acknowledgement} or a {@link NotAcknowledged}, each counted. What is in
 *       memory when the process dies is lost; its futures had not completed.
 * </ul>
 *
 * Futures complete on Kafka's network thread (or, for a failure at once, on the caller's): do not block in what is chained to them.
 */
public final class TelemetryProducer implements MessageSender, LogAppender, AutoCloseable {

    private final Producer<byte[], byte[]> kafka;
    private final TopicIds topicIds;
    private final TopicPlan topics;
    private final String producerName;
    private final Duration closeTimeout;
    private final ProducerMeters meters;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    TelemetryProducer(
            Producer<byte[], byte[]> kafka,
            TopicIds topicIds,
            IngestConfig config,
            ProducerMeters meters,
            InstantSource clock) {
        this.kafka = kafka;
        this.topicIds = topicIds;
        this.topics = config.topics();
        this.producerName = config.producerName();
        this.closeTimeout = config.closeTimeout();
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Starts a producer. Kafka need not be there yet.
     *
     * @param registry where it counts
     * @param clock source of {@code producer_snd}
     * @throws KafkaException if the configuration is refused, for example an address that does not resolve
     */
    public static TelemetryProducer start(IngestConfig config, MeterRegistry registry, InstantSource clock) {
        return start(config, new ProducerMeters(registry), clock);
    }

    static TelemetryProducer start(IngestConfig config, ProducerMeters meters, InstantSource clock) {
        Admin admin = Admin.create(KafkaSettings.admin(config));
        try {
            Producer<byte[], byte[]> kafka = new KafkaProducer<>(
                    KafkaSettings.producer(config), new ByteArraySerializer(), new ByteArraySerializer());
            return new TelemetryProducer(kafka, new TopicIds(admin, clock), config, meters, clock);
        } catch (KafkaException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public CompletableFuture<Acknowledgement> send(Message message) {
        byte[] data = message.data();
        byte[] value = RecordWriter.write(
                message.category(),
                message.component(),
                false,
                data,
                new Span(0, data.length),
                producerName,
                SendTime.unixSeconds(clock.millis()));
        return send(message.category(), message.component(), value);
    }

    /**
     * Sends a record whose bytes the caller has put together, as {@link RecordWriter} does.
     *
     * @param value the record's bytes, neither checked nor copied
     */
    public CompletableFuture<Acknowledgement> send(Category category, Component component, byte[] value) {
        return append(category.topic(), component.key().getBytes(StandardCharsets.US_ASCII), value, List.of());
    }

    @Override
    public CompletableFuture<Acknowledgement> append(
            Topic topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        PendingRecord pending = new PendingRecord(topic, topics.name(topic), topicIds, meters, closed::get);
        meters.sending();
        try {
            // The callback tells all that the future would.
            var unused =
                    kafka.send(new ProducerRecord<>(pending.topicName(), null, null, key, value, headers), pending);
        } catch (KafkaException | IllegalStateException e) {
            pending.refused(e);
        }
        pending.returned();
        return pending.answer();
    }

    ProducerMeters meters() {
        return meters;
    }

    /** Sends what waits at once and returns when everything sent so far is acknowledged or has failed. */
    public void flush() {
        kafka.flush();
    }

    /** Waits for what is on its way, at most {@link IngestConfig#closeTimeout}; the futures of the rest fail. Idempotent. */
    @Override
    public void close() {
        var unused = close(closeTimeout);
    }

    /**
     * Ends it at once: of what has not been sent nothing will be, and the futures of all that is on its way fail. May be called by any thread; on
     * Kafka's own they fail after this has returned.
     *
     * @return whether it was open
     */
    boolean abort() {
        return close(Duration.ZERO);
    }

    /** Returns when all futures of an aborted one have completed. */
    void awaitEnd() {
        kafka.close(Duration.ZERO);
    }

    private boolean close(Duration timeout) {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        try {
            kafka.close(timeout);
        } finally {
            topicIds.close();
        }
        return true;
    }
}
