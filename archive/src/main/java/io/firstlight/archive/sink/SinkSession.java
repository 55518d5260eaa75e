package io.firstlight.archive.sink;

import io.firstlight.archive.store.BatchStore;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** The Kafka clients of one sink and the core on top of them, from opening to close. Owned by the poll thread. */
final class SinkSession implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int ADMIN_TIMEOUT_MS = 10_000;
    /** Within it a quarantined record is acknowledged or the batch given up; PostgreSQL's transaction is open meanwhile. */
    private static final int QUARANTINE_TIMEOUT_MS = 15_000;

    private static final int METADATA_MAX_AGE_MS = 3_000;

    private static final int FETCH_BYTES = 16 << 20;
    private static final int FETCH_BYTES_PER_PARTITION = 4 << 20;

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SinkCore core;

    private SinkSession(
            Admin admin,
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer,
            SinkCore core) {
        this.admin = admin;
        this.producer = producer;
        this.consumer = consumer;
        this.core = core;
    }

    /**
     * Connects, makes the topics that lack, and joins the group.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer; nothing is left open then
     */
    static SinkSession open(SinkConfig config, DataSource dataSource, Clock clock, SinkMeters meters)
            throws InterruptedException {
        Admin admin = Admin.create(adminSettings(config));
        KafkaProducer<byte[], byte[]> producer = null;
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            TopicCreation.ensure(admin, config.plan());
            producer =
                    new KafkaProducer<>(producerSettings(config), new ByteArraySerializer(), new ByteArraySerializer());
            consumer = new KafkaConsumer<>(
                    consumerSettings(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            KafkaQuarantine quarantine =
                    new KafkaQuarantine(producer, config.plan().name(Topic.QUARANTINE), clock);
            SinkCore core = new SinkCore(
                    consumer,
                    new AdminTopicIds(admin),
                    new BatchStore(dataSource, quarantine, clock),
                    config,
                    clock,
                    new Backoff(RandomGenerator.getDefault()),
                    meters);
            core.begin();
            return new SinkSession(admin, producer, consumer, core);
        } catch (RuntimeException | InterruptedException e) {
            close(consumer, producer, admin);
            throw e;
        }
    }

    SinkCore core() {
        return core;
    }

    /** What was gathered and not stored is read again by whoever comes next. */
    @Override
    public void close() {
        close(consumer, producer, admin);
    }

    /** Each is closed whatever the others do: a thread that is interrupted to end makes clients throw when they close. */
    private static void close(
            @Nullable KafkaConsumer<byte[], byte[]> consumer,
            @Nullable KafkaProducer<byte[], byte[]> producer,
            Admin admin) {
        try {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
            }
        } finally {
            try {
                if (producer != null) {
                    producer.close(CLOSE_LIMIT);
                }
            } finally {
                admin.close(CLOSE_LIMIT);
            }
        }
    }

    private static Map<String, Object> adminSettings(SinkConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
        return settings;
    }

    private static Map<String, Object> producerSettings(SinkConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, QUARANTINE_TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
        return settings;
    }

    private static Map<String, Object> consumerSettings(SinkConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // How soon partitions that are added begin to be stored; what is written to them meanwhile waits.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What a producer's transaction took back was never said.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.limits().records());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_PER_PARTITION);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
        return settings;
    }

    private static Map<String, Object> common(SinkConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.groupId());
        return settings;
    }
}
