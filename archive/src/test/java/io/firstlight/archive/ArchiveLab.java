package io.firstlight.archive;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.archive.schema.ArchiveSchema;
import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.TestPostgres;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Topics and a database of a test's own on the shared servers, and the few things that tests do with them. */
public final class ArchiveLab implements AutoCloseable {

    private static final AtomicInteger LABS = new AtomicInteger();

    private final TestPostgres.Database database = TestPostgres.shared().freshDatabase();
    private final Map<String, String> configuration;
    private final TopicPlan plan;
    private final HikariDataSource dataSource;
    private final Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    /** With the topics made and the tables migrated. */
    public ArchiveLab() throws SQLException, InterruptedException {
        String kafka = TestKafka.shared().bootstrapServers();
        String name = "lab" + LABS.incrementAndGet();
        configuration = Map.of(
                "FIRSTLIGHT_KAFKA",
                kafka,
                "FIRSTLIGHT_TOPIC_PREFIX",
                name + ".",
                "FIRSTLIGHT_ARCHIVE_GROUP",
                name,
                "FIRSTLIGHT_POSTGRES",
                database.jdbcUrl(),
                "FIRSTLIGHT_POSTGRES_USER",
                database.user(),
                "FIRSTLIGHT_POSTGRES_PASSWORD",
                database.password());
        plan = TopicPlan.from(configuration);
        dataSource = pool(database);
        ArchiveSchema.migrate(dataSource);
        admin = Admin.create(Map.of("bootstrap.servers", kafka));
        TopicCreation.ensure(admin, plan);
        producer = producer();
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                // On a partition that is just being made, Kafka may refuse the first of two batches under way and take
                // the
                // second; then the first is out of order for ever.
                Map.of(
                        "bootstrap.servers",
                        TestKafka.shared().bootstrapServers(),
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes by another producer from now on: one that knows an earlier layout keeps to it for minutes. */
    public void renewProducer() {
        producer.close();
        producer = producer();
    }

    /** A small pool over a database. */
    public static HikariDataSource pool(TestPostgres.Database database) {
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(database.jdbcUrl());
        hikari.setUsername(database.user());
        hikari.setPassword(database.password());
        hikari.setMaximumPoolSize(4);
        hikari.setMinimumIdle(0);
        return new HikariDataSource(hikari);
    }

    public Map<String, String> configuration() {
        return configuration;
    }

    public TopicPlan plan() {
        return plan;
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public Admin admin() {
        return admin;
    }

    /** Writes a record and waits until Kafka has it. */
    public RecordMetadata write(Topic topic, @Nullable String key, @Nullable String value) {
        return write(topic, null, key, value);
    }

    /** The same with a time stamp of its own. */
    public RecordMetadata write(Topic topic, @Nullable Long timeMs, @Nullable String key, @Nullable String value) {
        try {
            return producer.send(new ProducerRecord<>(plan.name(topic), null, timeMs, bytes(key), bytes(value)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@code {"n": from}} to before {@code {"n": to}} as messages. */
    public void writeMessages(int from, int to) {
        writeAll(IntStream.range(from, to)
                .mapToObj(n -> new ProducerRecord<>(plan.name(Topic.MESSAGE), bytes("{\"n\": " + n + "}"))));
    }

    /** Writes events {@code value} from to before to of one component each, spread over eight components. */
    public void writeEvents(int from, int to) {
        writeAll(IntStream.range(from, to)
                .mapToObj(n -> new ProducerRecord<>(
                        plan.name(Topic.EVENT),
                        bytes("Lab:" + n % 8),
                        bytes(event("Lab", n % 8, "{\"n\": " + n + "}")))));
    }

    private void writeAll(Stream<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> acknowledgements =
                records.map(producer::send).toList();
        try {
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event's value with one stream, {@code stream}. */
    public static String event(String csc, int index, String payload) {
        return "{\"category\":\"event\",\"csc\":\"" + csc + "\",\"salindex\":" + index + ",\"data\":{\"stream\":"
                + payload + "},\"producer\":\"lab\",\"producer_snd\":1700000000.5}";
    }

    /** Everything in the quarantine topic. */
    public List<ConsumerRecord<byte[], byte[]>> quarantined() {
        TopicPartition partition = new TopicPartition(plan.name(Topic.QUARANTINE), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers(), "fetch.max.wait.ms", 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    public Uuid topicId(Topic topic) {
        try {
            return admin.describeTopics(List.of(plan.name(topic)))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get()
                    .topicId();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of a query's rows as text. */
    public List<String> query(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The only number that a query gives. */
    public long number(String sql) {
        return Long.parseLong(query(sql).getFirst());
    }

    public void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends every other connection to the database, as an administrator or a restart would. */
    public void terminateOthers() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        dataSource.close();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
