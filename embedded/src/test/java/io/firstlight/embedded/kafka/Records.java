package io.firstlight.embedded.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A plain client of a broker under test: text values in partition 0. */
public final class Records implements AutoCloseable {

    private static final long LIMIT_SECONDS = 20;

    private final String servers;
    private final KafkaProducer<String, String> producer;

    public Records(String servers) {
        this.servers = servers;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "acks",
                        "all",
                        "max.block.ms",
                        "3000",
                        // So that a node that stands still is given up within the limit of a write.
                        "request.timeout.ms",
                        "5000"),
                new StringSerializer(),
                new StringSerializer());
    }

    public void createTopic(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            // As many copies as the cluster makes by default.
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** How many nodes have everything that is acknowledged. */
    public int inSync(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            TopicDescription described = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .get(topic);
            return Objects.requireNonNull(described)
                    .partitions()
                    .getFirst()
                    .isr()
                    .size();
        }
    }

    public Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Returns when all are acknowledged. */
    public void write(String topic, String... values) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String value : values) {
            sent.add(producer.send(new ProducerRecord<>(topic, value)));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Everything from the beginning, once at least so many are there. */
    public List<String> read(String topic, int atLeast) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest", "fetch.max.wait.ms", 20),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (end < atLeast) {
                throw new AssertionError(topic + " ends at " + end + ", expected " + atLeast);
            }
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
