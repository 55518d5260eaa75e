package io.firstlight.ingest.component;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to the platform of a producer that sees its log: messages go straight into the category topics, questions are read from
 * {@code initial_state}, from its end on and without a group, so that every producer hears every question. One thread of its own reads; topic
 * and Kafka may be missing at the start and go away later. Thread-safe.
 */
public final class KafkaProducerClient implements ProducerClient {

    private static final Logger log = LoggerFactory.getLogger(KafkaProducerClient.class);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofHours(1);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final long AGAIN_AFTER_MS = 1_000;
    private static final int KAFKA_ANSWER_MS = 5_000;
    private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(7);

    private final IngestConfig config;
    private final TelemetryProducer producer;
    private final String topic;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private @Nullable Thread reader;
    private volatile boolean hears;

    // The reader's own.
    private final Set<TopicPartition> assigned = new HashSet<>();
    private boolean wasMissing;
    private boolean complained;

    private KafkaProducerClient(IngestConfig config, TelemetryProducer producer) {
        this.config = config;
        this.producer = producer;
        this.topic = config.topics().name(Topic.INITIAL_STATE);
    }

    /**
     * The configuration for {@link #open}: that of {@link IngestConfig#from}, but unless the keys say otherwise a message waits for Kafka for an
     * hour, the longest that there is. The buffer bounds what waits, and feeds do not say an event twice.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static IngestConfig configuration(Map<String, String> configuration) {
        IngestConfig config = IngestConfig.from(configuration);
        return configuration.containsKey(IngestConfig.DELIVERY_TIMEOUT_MS)
                ? config
                : config.withDeliveryTimeout(DELIVERY_TIMEOUT);
    }

    /**
     * A client that can send at once; {@link #start} has it hear.
     *
     * @param registry where its producer counts
     * @param clock source of {@code producer_snd}
     * @throws KafkaException if the configuration is refused, for example an address that does not resolve
     */
    public static KafkaProducerClient open(IngestConfig config, MeterRegistry registry, InstantSource clock) {
        return new KafkaProducerClient(config, TelemetryProducer.start(config, registry, clock));
    }

    @Override
    public CompletableFuture<Acknowledgement> send(Message message) {
        return producer.send(message);
    }

    @Override
    public synchronized void start(java.util.function.Consumer<InitialStateRequest> asked) {
        if (reader != null) {
            throw new IllegalStateException("the client was started before");
        }
        reader = Thread.ofPlatform().name("component-questions").daemon().start(() -> run(asked));
    }

    @Override
    public void register(String csc) {
        registered.add(csc);
    }

    /** Whether questions are heard. What it sends waits for Kafka as long as it is away. */
    @Override
    public boolean isWorking() {
        return hears;
    }

    private void run(java.util.function.Consumer<InitialStateRequest> asked) {
        try {
            while (isOpen()) {
                try (Consumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    reading = consumer;
                    read(consumer, asked);
                } catch (WakeupException | InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    complain(e.toString());
                } finally {
                    reading = null;
                    hears = false;
                }
                if (closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the reader of questions has stopped", e);
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrapServers(),
                CommonClientConfigs.CLIENT_ID_CONFIG,
                config.producerName() + "-questions",
                CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // Of a topic that was made again, or that has deleted what was not read yet: what is asked from now on.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                KAFKA_ANSWER_MS,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                KAFKA_ANSWER_MS);
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void read(Consumer<byte[], byte[]> consumer, java.util.function.Consumer<InitialStateRequest> asked)
            throws InterruptedException {
        assigned.clear();
        long lookedAtNs = System.nanoTime();
        while (isOpen() && !assign(consumer)) {
            complain("it is not there");
            if (closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        hears = true;
        while (isOpen()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(IDLE)) {
                hear(record, asked);
            }
            if (System.nanoTime() - lookedAtNs >= LOOK_EVERY_NS) {
                lookedAtNs = System.nanoTime();
                assign(consumer);
            }
        }
    }

    /** Sees to it that all partitions are read; false if there are none. */
    private boolean assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> added = new ArrayList<>();
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        for (PartitionInfo partition : partitions == null ? List.<PartitionInfo>of() : partitions) {
            TopicPartition place = new TopicPartition(topic, partition.partition());
            if (!assigned.contains(place)) {
                added.add(place);
            }
        }
        if (added.isEmpty()) {
            wasMissing |= assigned.isEmpty();
            return !assigned.isEmpty();
        }
        boolean first = assigned.isEmpty();
        assigned.addAll(added);
        consumer.assign(assigned);
        if (first && !wasMissing) {
            consumer.seekToEnd(added);
            // Seeking is put off until it is needed: what is asked from here on must be behind it.
            added.forEach(consumer::position);
        } else {
            // They were made while this has been listening: all that is in them is new.
            consumer.seekToBeginning(added);
        }
        wasMissing = false;
        if (complained) {
            complained = false;
            log.info("questions in {} are heard again", topic);
        }
        return true;
    }

    private void hear(ConsumerRecord<byte[], byte[]> record, java.util.function.Consumer<InitialStateRequest> asked) {
        if (RecordParser.parse(record.value()) instanceof ComponentRecord parsed) {
            InitialStateRequest.of(parsed)
                    .filter(request ->
                            request.to().equals(InitialStateRequest.ALL) || registered.contains(request.to()))
                    .ifPresent(request -> tell(request, asked));
        }
    }

    private static void tell(InitialStateRequest request, java.util.function.Consumer<InitialStateRequest> asked) {
        try {
            asked.accept(request);
        } catch (RuntimeException e) {
            log.warn("the question for {} was not taken", request, e);
        }
    }

    private void complain(String reason) {
        if (!complained && isOpen()) {
            complained = true;
            log.warn("questions in {} are not heard; it is tried again: {}", topic, reason);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread present = thread();
        try {
            if (present != null && !present.join(CLOSE_TIMEOUT)) {
                log.warn("the reader of questions is still held up and is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            producer.close();
        }
    }

    private synchronized @Nullable Thread thread() {
        return reader;
    }
}
