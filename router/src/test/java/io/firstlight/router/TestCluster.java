package io.firstlight.router;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import static org.awaitility.Awaitility.await;

/** Topics of their own for one test on the shared broker, a producer, and a reader that begins as {@link RouterProgress} says. */
final class TestCluster implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Map<String, String> configuration = new HashMap<>();
    private final TopicPlan plan;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> pending = new ArrayList<>();

    TestCluster(String name, Map<String, String> more) throws InterruptedException {
        configuration.put("FIRSTLIGHT_KAFKA", TestKafka.shared().bootstrapServers());
        configuration.put("FIRSTLIGHT_TOPIC_PREFIX", name + ".");
        configuration.put("FIRSTLIGHT_ROUTER_COMMIT_INTERVAL", "PT0.05S");
        configuration.put("FIRSTLIGHT_ROUTER_WATCH_INTERVAL", "PT0.5S");
        configuration.putAll(more);
        plan = TopicPlan.from(configuration);
        Map<String, Object> clients =
                Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers());
        admin = Admin.create(clients);
        Map<String, Object> producing = new HashMap<>(clients);
        producing.put("max.request.size", TopicPlan.MAX_RECORD_BYTES);
        producing.put("linger.ms", 0);
        // On a partition that is just being made, Kafka may refuse the first of two batches under way and take the
        // second; then
        // the first is out of order for ever.
        producing.put("max.in.flight.requests.per.connection", 1);
        producer = new KafkaProducer<>(producing, new StringSerializer(), new ByteArraySerializer());
        TopicCreation.ensure(admin, plan);
    }

    Map<String, String> configuration(Path stateDirectory) {
        Map<String, String> whole = new HashMap<>(configuration);
        whole.put("FIRSTLIGHT_ROUTER_STATE_DIR", stateDirectory.toString());
        return whole;
    }

    TopicPlan plan() {
        return plan;
    }

    Admin admin() {
        return admin;
    }

    String applicationId() {
        return RouterContract.applicationId(configuration, plan);
    }

    /** Sends an event stream {@code s} as producers do: keyed by its component. */
    Future<RecordMetadata> sending(String csc, int salindex, String payload) {
        return producer.send(
                new ProducerRecord<>(plan.name(Topic.EVENT), csc + ":" + salindex, event(csc, salindex, payload)));
    }

    /** The same; {@link #flush} waits for it. */
    void send(String csc, int salindex, String payload) {
        pending.add(sending(csc, salindex, payload));
    }

    /** Sends an event through a partition of one's own choice, without key; {@link #flush} waits for it. */
    void send(String csc, int salindex, String payload, int partition, long timeMs) {
        pending.add(producer.send(
                new ProducerRecord<>(plan.name(Topic.EVENT), partition, timeMs, null, event(csc, salindex, payload))));
    }

    /** Sends any bytes; {@link #flush} waits for them. */
    void sendRaw(Topic topic, @Nullable String key, byte @Nullable [] value) {
        pending.add(producer.send(new ProducerRecord<>(plan.name(topic), key, value)));
    }

    /** Waits until all that was sent lies in the log. */
    void flush() throws ExecutionException, InterruptedException {
        producer.flush();
        for (Future<RecordMetadata> sent : pending) {
            sent.get();
        }
        pending.clear();
    }

    /** Where a record came to lie. */
    SourceOffset place(Future<RecordMetadata> sent) throws ExecutionException, InterruptedException {
        RecordMetadata at = sent.get();
        return new SourceOffset(at.topic(), at.partition(), at.offset());
    }

    /** Adds partitions. */
    void widen(Topic topic, int partitions) throws ExecutionException, InterruptedException {
        admin.createPartitions(Map.of(plan.name(topic), NewPartitions.increaseTo(partitions)))
                .all()
                .get();
    }

    /** Deletes a topic. */
    void delete(Topic topic) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(plan.name(topic))).all().get();
    }

    /** Deletes a topic and makes it again, as an operator does by two commands. */
    void makeAgain(Topic topic, int partitions) throws ExecutionException, InterruptedException {
        delete(topic);
        NewTopic again = new NewTopic(plan.name(topic), partitions, (short) 1);
        // The broker may still list what is gone, and then nothing is made.
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> !TopicCreation.ensure(admin, List.of(again)).isEmpty());
    }

    /** The id of the topic of that name now. */
    Uuid topicId(Topic topic) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(admin.describeTopics(List.of(plan.name(topic)))
                        .allTopicNames()
                        .get()
                        .get(plan.name(topic)))
                .topicId();
    }

    private static byte[] event(String csc, int salindex, String payload) {
        return ("{\"category\":\"event\",\"csc\":\"" + csc + "\",\"salindex\":" + salindex + ",\"data\":{\"s\":"
                        + payload + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    RouterProgress progress() throws InterruptedException {
        return RouterProgress.read(admin, plan, applicationId(), Duration.ofSeconds(20));
    }

    /** Whether everything that lies in the source topics now has been committed by the router. */
    boolean isCaughtUp() throws InterruptedException {
        Map<TopicPartition, Long> liveFrom = progress().liveFrom();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(new ByteArrayDeserializer())) {
            return consumer.endOffsets(liveFrom.keySet()).entrySet().stream()
                    .allMatch(end -> liveFrom.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }

    /** The whole log of the state topic up to where that progress says, committed records only, in order of partitions. */
    List<ConsumerRecord<String, byte[]>> stateLog(RouterProgress progress) {
        return read(progress.stateEnds());
    }

    List<ConsumerRecord<String, byte[]>> all(Topic topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(new ByteArrayDeserializer())) {
            for (int partition = 0; partition < plan.partitions(topic); partition++) {
                TopicPartition place = new TopicPartition(plan.name(topic), partition);
                ends.put(place, consumer.endOffsets(List.of(place)).getOrDefault(place, 0L));
            }
        }
        return read(ends);
    }

    private List<ConsumerRecord<String, byte[]>> read(Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = consumer(new StringDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not read to " + ends + " within " + LIMIT);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** The latest record of each key. */
    static Map<String, ConsumerRecord<String, byte[]>> latest(List<ConsumerRecord<String, byte[]>> log) {
        Map<String, ConsumerRecord<String, byte[]>> latest = new HashMap<>();
        log.forEach(record -> latest.put(record.key(), record));
        return latest;
    }

    /** Where an entry came from, as {@link #place} says it. */
    static SourceOffset source(ConsumerRecord<String, byte[]> entry) {
        return wholeSource(entry).in(null);
    }

    /** Where an entry came from, with the topic's id. */
    static SourceOffset wholeSource(ConsumerRecord<String, byte[]> entry) {
        return SourceOffset.parse(
                        entry.headers().lastHeader(SourceOffset.HEADER).value())
                .orElseThrow();
    }

    static String payload(ConsumerRecord<String, byte[]> entry) {
        StateEntry parsed = StateEntry.parse(entry.value()).orElseThrow();
        return new String(
                parsed.json(), parsed.payload().start(), parsed.payload().length(), StandardCharsets.UTF_8);
    }

    private <K> KafkaConsumer<K, byte[]> consumer(Deserializer<K> keys) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestKafka.shared().bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        // Closing waits for the fetch that is on its way.
                        "fetch.max.wait.ms",
                        20),
                keys,
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
