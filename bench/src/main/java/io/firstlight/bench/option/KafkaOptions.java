package io.firstlight.bench.option;

import io.firstlight.bench.run.LoadFailure;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Where Kafka is, and clients of it. */
public final class KafkaOptions {

    private static final int PATIENCE_MS = 10_000;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "localhost:9092",
            description = "Kafka brokers to begin with (default: ${DEFAULT-VALUE}).")
    private String servers;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            defaultValue = TopicPlan.DEFAULT_PREFIX,
            description = "Before each topic's name (default: ${DEFAULT-VALUE}).")
    private String prefix;

    /** Where Kafka is, as it was typed. */
    public String servers() {
        return servers;
    }

    /** The topics' names. */
    public TopicPlan topics() {
        return TopicPlan.from(Map.of("FIRSTLIGHT_TOPIC_PREFIX", prefix));
    }

    /** How the load's own producer writes. */
    public IngestConfig producer(int lingerMs) {
        return IngestConfig.from(Map.of(
                IngestConfig.KAFKA,
                servers,
                IngestConfig.NAME,
                "bench",
                IngestConfig.LINGER_MS,
                Integer.toString(lingerMs),
                "FIRSTLIGHT_TOPIC_PREFIX",
                prefix));
    }

    /**
     * The partitions of a category's topic.
     *
     * @throws LoadFailure if Kafka does not answer, or has no such topic
     */
    public List<TopicPartition> partitions(Category category) throws InterruptedException {
        String topic = topics().name(category.topic());
        try (Admin admin = admin()) {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new LoadFailure(
                        "there is no topic " + topic + " at " + servers,
                        "start firstlight there, or create the topics with 'firstlight topics create'",
                        e);
            }
            boolean silent = e.getCause() instanceof TimeoutException;
            throw new LoadFailure(
                    "Kafka at " + servers
                            + (silent
                                    ? " does not answer within " + PATIENCE_MS / 1000 + " s"
                                    : " refuses: " + e.getMessage()),
                    "check that it runs and that --kafka names it",
                    e);
        } catch (KafkaException e) {
            throw new LoadFailure("Kafka at " + servers + " cannot be used: " + e.getMessage(), "check --kafka", e);
        }
    }

    /** An admin client; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MS));
    }

    /** A consumer without a group; the caller closes it. */
    public Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        PATIENCE_MS),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
