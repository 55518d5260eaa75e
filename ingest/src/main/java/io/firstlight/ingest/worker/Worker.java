package io.firstlight.ingest.worker;

import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers the requests of a topic, together with the other workers of its group.
 *
 * <ul>
 *   <li>At most {@link WorkerConfig#concurrency} handlers run at once; as many requests again may wait for a thread. Then no more is read.
 *   <li>A request whose deadline has passed is skipped. What is no request is skipped. A handler that throws is answered with 500. All of it is
 *       counted, none of it ends the worker.
 *   <li>A partition's offset is committed up to the first request whose answer Kafka has not acknowledged: at least once. After a crash the
 *       requests behind it come again, to this worker or another; the edge drops what it is told twice.
 *   <li>While Kafka is away the worker waits for it.
 * </ul>
 *
 * Thread-safe.
 */
public final class Worker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final long COMMIT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long AGAIN_AFTER_MS = 1000;
    private static final Duration KAFKA_CLOSE = Duration.ofSeconds(2);

    /** The least that brokers allow by default: so long the requests of a worker that was killed wait for another. */
    private static final int SESSION_MS = 6_000;

    private static final int HEARTBEAT_MS = 2_000;

    /** A topic that is made after its worker has started is found within it. */
    private static final int METADATA_MS = 10_000;

    private static final int KAFKA_ANSWER_MS = 5_000;

    private final WorkerConfig config;
    private final Producer<byte[], byte[]> producer;
    private final Desk desk;
    private final ThreadPoolExecutor threads;
    private final Thread poller = new Thread(this::run, "firstlight-worker-poll");
    private final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();

    // The poller's own.
    private final Map<TopicPartition, PartitionProgress> assigned = new HashMap<>();
    private int underWay;
    private long committedAtNs;

    /** A request that has ended, as one of its threads tells the poller; offset -1 if it was not dealt with. */
    private record Done(PartitionProgress of, long offset) {}

    private Worker(WorkerConfig config, Handler handler, WorkerMeters meters, InstantSource clock) {
        this.config = config;
        this.producer = new KafkaProducer<>(answers(config), new ByteArraySerializer(), new ByteArraySerializer());
        this.desk = new Desk(handler, producer, meters, clock);
        this.threads = new ThreadPoolExecutor(
                config.concurrency(),
                config.concurrency(),
                0,
                TimeUnit.SECONDS,
                // Bounded by the poller, which reads no more while more are under way than there are threads.
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("firstlight-worker-", 0).factory());
    }

    /**
     * Starts a worker; neither Kafka nor the topic need be there yet.
     *
     * @param registry where it counts
     * @throws KafkaException if the client refuses the configuration
     */
    public static Worker start(WorkerConfig config, Handler handler, MeterRegistry registry) {
        return start(config, handler, registry, InstantSource.system());
    }

    /** The same with another clock, to which deadlines are compared. */
    public static Worker start(WorkerConfig config, Handler handler, MeterRegistry registry, InstantSource clock) {
        Worker worker = new Worker(config, handler, new WorkerMeters(registry, config.topic()), clock);
        worker.poller.start();
        return worker;
    }

    private static Map<String, Object> answers(WorkerConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, KAFKA_ANSWER_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_ANSWER_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * KAFKA_ANSWER_MS);
        return settings;
    }

    private static Map<String, Object> requests(WorkerConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // What was asked before the first worker came is answered yet; what is too old says so itself.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.concurrency());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MS);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_ANSWER_MS);
        // Workers come and go; those that stay keep what they have.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    private static Map<String, Object> common(WorkerConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.group());
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void run() {
        try {
            while (isOpen()) {
                try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        requests(config), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    read(consumer);
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    log.warn("requests of {} cannot be read; it is tried again: {}", config.topic(), e.toString());
                } finally {
                    forget(List.copyOf(assigned.keySet()));
                }
                if (closed.await(AGAIN_AFTER_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("the worker of {} has stopped", config.topic(), e);
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        consumer.subscribe(List.of(config.topic()), new Assignment(consumer));
        while (isOpen()) {
            // Each turn polls, or the group would take this worker for dead; with enough to do it gets nothing.
            boolean busy = underWay >= config.concurrency();
            if (busy) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(busy ? Duration.ZERO : IDLE)) {
                begin(record);
            }
            if (busy) {
                hear(done.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS));
            }
            hear();
            if (System.nanoTime() - committedAtNs >= COMMIT_EVERY_NS) {
                commit(consumer);
            }
        }
        finish(consumer);
    }

    private void begin(ConsumerRecord<byte[], byte[]> record) {
        PartitionProgress progress = assigned.computeIfAbsent(
                new TopicPartition(record.topic(), record.partition()), partition -> new PartitionProgress());
        progress.begun(record.offset());
        underWay++;
        threads.execute(() -> serve(progress, record));
    }

    private void serve(PartitionProgress progress, ConsumerRecord<byte[], byte[]> record) {
        boolean ended = false;
        try {
            if (!progress.isRevoked()) {
                desk.serve(record);
                ended = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.add(new Done(progress, ended ? record.offset() : -1));
        }
    }

    private void hear() {
        for (Done each = done.poll(); each != null; each = done.poll()) {
            hear(each);
        }
    }

    private void hear(@Nullable Done ended) {
        if (ended == null) {
            return;
        }
        underWay--;
        if (ended.offset() >= 0) {
            ended.of().done(ended.offset());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        assigned.forEach((partition, progress) -> progress.toCommit().ifPresent(offset -> {
            offsets.put(partition, new OffsetAndMetadata(offset));
            progress.committing(offset);
        }));
        return offsets;
    }

    private void commit(Consumer<byte[], byte[]> consumer) {
        committedAtNs = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit();
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (committed, failure) -> {
                if (failure != null) {
                    log.debug("offsets {} were not committed: {}", committed, failure.toString());
                }
            });
        }
    }

    private void commitAndWait(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, KAFKA_CLOSE);
        } catch (KafkaException e) {
            log.info("offsets {} were not committed; those requests come again: {}", offsets, e.toString());
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionProgress progress = assigned.remove(partition);
            if (progress != null) {
                progress.revoke();
            }
        }
    }

    /** Gives what is under way its time, then says how far it is done. */
    private void finish(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(config.closeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("{} requests of {} are broken off; they come again", threads.getActiveCount(), config.topic());
            threads.shutdownNow();
        }
        hear();
        commitAndWait(consumer);
    }

    /** Called by the poller within its poll. */
    private final class Assignment implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> consumer;

        Assignment(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                log.info("{} got {}", config.group(), partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            hear();
            commitAndWait(consumer);
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }
    }

    /** Reads no more, gives requests under way at most {@link WorkerConfig#closeTimeout} to end, leaves the group. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            poller.join(config.closeTimeout().plus(KAFKA_CLOSE.multipliedBy(2)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        producer.close(KAFKA_CLOSE);
    }
}
