package io.firstlight.webedge.history;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.util.Map;

/** Makes the consumers that read pages. */
public final class PageConsumer {

    private PageConsumer() {}

    /**
     * A consumer without a group, which reads what is committed and says so when it is asked to read what is no longer there.
     *
     * @param bootstrapServers {@code host:port,...}
     */
    public static Consumer<byte[], byte[]> open(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        PageShelf.BLOCK_RECORDS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
