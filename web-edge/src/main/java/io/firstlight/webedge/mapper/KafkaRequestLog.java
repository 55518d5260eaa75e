package io.firstlight.webedge.mapper;

import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests in Kafka, through a producer of their own: what waits for the log here does not stand in the way of telemetry, and is given up
 * sooner. Partitions are taken in turn. Kafka's own choice would fill one partition before it takes the next, and with it one worker.
 */
final class KafkaRequestLog implements RequestLog, AutoCloseable {

    private static final long BUFFER_BYTES = 32L << 20;

    /** Requests are sent on threads of HTTP, which have better things to do than to wait for room. */
    private static final int MOST_BLOCK_MS = 100;

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 10_000;
    private static final long METADATA_IDLE_MS = 24 * 3_600_000L;

    private final Producer<byte[], byte[]> producer;
    private final Map<String, Uuid> topicIds;
    private final AtomicInteger turn = new AtomicInteger();

    private KafkaRequestLog(Producer<byte[], byte[]> producer, Map<String, Uuid> topicIds) {
        this.producer = producer;
        this.topicIds = Map.copyOf(topicIds);
    }

    /**
     * Connects, and learns the partitions of the topics.
     *
     * @param topicIds every topic that will be written to, and its id
     * @throws KafkaException if the cluster does not know one of them
     */
    static KafkaRequestLog open(String kafka, Map<String, Uuid> topicIds) {
        Producer<byte[], byte[]> patient =
                new KafkaProducer<>(settings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
        return new KafkaRequestLog(patient, topicIds);
    }

    private static Map<String, Object> settings(String kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "firstlight-mapper");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MOST_BLOCK_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        // What it knows of the topics it is not to forget while Kafka is away, or each send would wait and fail.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MS);
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        return settings;
    }

    @Override
    public CompletableFuture<Placed> append(String topic, byte[] value, List<Header> headers) {
        CompletableFuture<Placed> placed = new CompletableFuture<>();
        try {
            int partitions = producer.partitionsFor(topic).size();
            int partition = Math.floorMod(turn.getAndIncrement(), partitions);
            // The callback tells all that the future would.
            var unused = producer.send(
                    new ProducerRecord<>(topic, partition, null, null, value, headers), (metadata, failure) -> {
                        if (failure != null) {
                            placed.completeExceptionally(notTaken(failure, true));
                        } else {
                            placed.complete(placed(topic, metadata));
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            placed.completeExceptionally(notTaken(e, false));
        }
        return placed;
    }

    private Placed placed(String topic, RecordMetadata metadata) {
        @Nullable Uuid id = topicIds.get(topic);
        String position = id == null
                ? null
                : PositionToken.encode(
                        Position.of(new PartitionOffset(id, metadata.partition(), metadata.offset() + 1)));
        return new Placed(metadata.partition(), metadata.offset(), position);
    }

    private static NotTaken notTaken(Exception failure, boolean sent) {
        boolean tooLarge = failure instanceof RecordTooLargeException;
        boolean mayBeIn = sent && !tooLarge && !(failure instanceof BufferExhaustedException);
        return new NotTaken(mayBeIn, tooLarge, failure);
    }

    /** Gives up what is on its way: nobody waits for it any more. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
