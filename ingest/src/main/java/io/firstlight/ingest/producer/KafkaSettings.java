package io.firstlight.ingest.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashMap;
import java.util.Map;

/** Our configuration in Kafka's words. */
final class KafkaSettings {

    /** A broker that stands still is given up after it, and the partition's new leader asked: so long may records wait in vain. */
    private static final long REQUEST_TIMEOUT_MS = 5_000;

    private static final long METADATA_IDLE_MS = 24 * 3_600_000L;

    private KafkaSettings() {}

    static Map<String, Object> producer(IngestConfig config) {
        long lingerMs = config.linger().toMillis();
        long deliveryMs = Math.max(config.deliveryTimeout().toMillis(), lingerMs + 1);
        Map<String, Object> settings = common(config);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, config.batchBytes());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferBytes());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.maxBlock().toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryMs);
        settings.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(REQUEST_TIMEOUT_MS, deliveryMs - lingerMs));
        // While Kafka is away records are buffered, which needs the topics' partitions: Kafka's defaults forget them,
        // after some minutes
        // without use and as soon as no broker answers ("rebootstrap"); each send would then block and fail.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MS);
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        return settings;
    }

    static Map<String, Object> admin(IngestConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return settings;
    }

    private static Map<String, Object> common(IngestConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.producerName());
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }
}
