package io.firstlight.router;

import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

import java.util.Properties;

/** The settings of Kafka Streams that make the router what {@link io.firstlight.router.latest} says. A pure function. */
final class StreamsSettings {

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int STORE_CACHE_BYTES = 32 << 20;
    private static final int PRODUCER_BUFFER_BYTES = 64 << 20;
    private static final int PRODUCER_BATCH_BYTES = 128 << 10;
    private static final int FETCH_BYTES = 20 << 20;

    private static final long LIVENESS_COMMIT_MS = 2_000;
    private static final long LIVENESS_BUFFER_BYTES = 4 << 20;

    private StreamsSettings() {}

    /**
     * The settings of {@link io.firstlight.router.liveness} beside a router of that config. At least once, for what that package says; and as
     * nothing but its memory of the last seconds depends on a commit, it commits seldom.
     */
    static Properties ofLiveness(RouterConfig config, String applicationId) {
        Properties settings = of(config);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, LIVENESS_COMMIT_MS);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.remove(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), LIVENESS_BUFFER_BYTES);
        settings.remove(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
        return settings;
    }

    static Properties of(RouterConfig config) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.topics().replication());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STORE_CACHE_BYTES);
        // What wins is told by the records themselves, whatever comes first: nothing waits for a partition that is
        // behind.
        // To find out whether one is, Kafka Streams takes a seventh of the thread's time (and formats a text for each
        // record).
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), Integer.toString(64 << 20));

        // A broker that stands still is given up after it, and the partition's new leader asked; Kafka's own is 30 s.
        // What was
        // only slow is asked for again, which an idempotent producer may do as often as it likes.
        settings.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);

        int failoverMs = (int) config.failover().toMillis();
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), failoverMs);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), failoverMs / 4);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);

        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), failoverMs);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                TopicPlan.MAX_DERIVED_RECORD_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), (long) PRODUCER_BUFFER_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return settings;
    }
}
