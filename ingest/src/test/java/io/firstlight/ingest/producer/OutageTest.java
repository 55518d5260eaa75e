package io.firstlight.ingest.producer;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.LogReader;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker of its own, stopped and started: what the class comment of {@link TelemetryProducer} promises. */
final class OutageTest {

    private static final Component DOME = new Component("ATDome", 0);
    private static final TopicPlan TOPICS = TopicPlan.defaults();
    private static final int FILLING_BYTES = 2_000;

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int port;
    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        port = LoopbackPort.free();
        start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicCreation.ensure(admin, TOPICS);
        }
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    private void start() {
        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory, port), fault -> {
            throw fault;
        });
    }

    private TelemetryProducer producer(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(IngestConfig.KAFKA, kafka.bootstrapServers());
        return TelemetryProducer.start(IngestConfig.from(all), meters, InstantSource.system());
    }

    private static CompletableFuture<Acknowledgement> send(TelemetryProducer producer, int number) {
        byte[] text = (number + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] value = Arrays.copyOf(text, text.length + FILLING_BYTES);
        // Random filling, as lz4 would shrink equal letters out of the buffer's sight.
        Random random = new Random(number);
        for (int i = text.length; i < value.length; i++) {
            value[i] = (byte) random.nextInt(256);
        }
        return producer.send(Category.EVENT, DOME, value);
    }

    private List<Integer> stored() {
        return LogReader.all(kafka.bootstrapServers(), TOPICS.name(Category.EVENT.topic())).stream()
                .map(record -> new String(record.value(), StandardCharsets.ISO_8859_1))
                .map(text -> Integer.parseInt(text.substring(0, text.indexOf(' '))))
                .toList();
    }

    @Test
    void deliversWhatWasBufferedInOrderAndOnceWhenKafkaIsBack() throws Exception {
        try (TelemetryProducer producer = producer(Map.of())) {
            send(producer, 0).get(20, TimeUnit.SECONDS);
            kafka.close();

            List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
            for (int i = 1; i <= 1_000; i++) {
                answers.add(send(producer, i));
            }
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            assertThat(meters.get("firstlight.producer.waiting").gauge().value())
                    .isEqualTo(1_000);

            start();
            for (CompletableFuture<Acknowledgement> answer : answers) {
                answer.get(40, TimeUnit.SECONDS);
            }
            assertThat(stored())
                    .isEqualTo(IntStream.rangeClosed(0, 1_000).boxed().toList());
        }
    }

    @Test
    void failsBeyondTheBufferAndLosesNothingSilently() throws Exception {
        Map<String, String> tight = Map.of(
                IngestConfig.BUFFER_BYTES, Integer.toString(1 << 20),
                IngestConfig.BATCH_BYTES, Integer.toString(16 << 10),
                IngestConfig.MAX_BLOCK_MS, "20");
        try (TelemetryProducer first = producer(Map.of())) {
            send(first, -1).get(20, TimeUnit.SECONDS);
        }
        try (TelemetryProducer producer = producer(tight)) {
            CompletableFuture<Acknowledgement> warm = send(producer, 0);
            // The topic's partitions take longer than the bound of this test to become known.
            for (int tries = 0; !succeeds(warm) && tries < 200; tries++) {
                warm = send(producer, 0);
            }
            kafka.close();
            List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
            for (int i = 1; i <= 700; i++) {
                answers.add(send(producer, i));
            }
            List<Integer> refused = new ArrayList<>();
            List<Integer> kept = new ArrayList<>();
            for (int i = 1; i <= 700; i++) {
                (answers.get(i - 1).isDone() ? refused : kept).add(i);
            }
            assertThat(kept).hasSizeBetween(300, 524);
            for (int number : refused) {
                TelemetryProducerTest.assertFailsWith(NotAcknowledged.Reason.BUFFER_FULL, answers.get(number - 1));
            }
            assertThat(meters.counter("firstlight.producer.failed", "reason", "buffer_full")
                            .count())
                    .isEqualTo(refused.size());

            start();
            for (int number : kept) {
                answers.get(number - 1).get(40, TimeUnit.SECONDS);
            }
            assertThat(stored()).filteredOn(number -> number > 0).isEqualTo(kept);
        }
    }

    @Test
    void givesUpAfterTheDeliveryTimeAndSaysSo() throws Exception {
        try (TelemetryProducer producer = producer(Map.of(IngestConfig.DELIVERY_TIMEOUT_MS, "1000"))) {
            // The first record waits for the topic's leader longer than one second on a slow machine: only the later
            // ones matter.
            for (int tries = 0; !succeeds(send(producer, 0)) && tries < 20; tries++) {
                // Until Kafka is known.
            }
            kafka.close();
            TelemetryProducerTest.assertFailsWith(NotAcknowledged.Reason.TIMED_OUT, send(producer, 1));
            assertThat(NotAcknowledged.Reason.TIMED_OUT.mayBeInLog()).isTrue();
            start();
            assertThat(send(producer, 2).handle((ack, failure) -> true).get(40, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void lateRecordsStayOutWhenOneBeforeThemHasFailedIfOrderIsKept() throws Exception {
        Map<String, String> settings =
                Map.of(IngestConfig.KAFKA, kafka.bootstrapServers(), IngestConfig.DELIVERY_TIMEOUT_MS, "1000");
        try (TelemetryProducer beside = producer(Map.of());
                OrderedAppender ordered =
                        OrderedAppender.beside(beside, IngestConfig.from(settings), InstantSource.system())) {
            for (int tries = 0; !succeeds(append(ordered, 0)) && tries < 20; tries++) {
                // Until Kafka is known.
            }
            int before = stored().size();
            kafka.close();

            CompletableFuture<Acknowledgement> first = append(ordered, 1);
            List<CompletableFuture<Acknowledgement>> later = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> later.add(append(ordered, 2)) && first.isDone());
            start();

            TelemetryProducerTest.assertFailsWith(NotAcknowledged.Reason.TIMED_OUT, first);
            // The last of them begins with the next producer: after a failure its sender appends no more.
            assertThat(later.subList(0, later.size() - 1))
                    .isNotEmpty()
                    .allSatisfy(answer -> assertThat(
                                    answer.handle((ack, failure) -> failure).get(40, TimeUnit.SECONDS))
                            .isInstanceOf(NotAcknowledged.class));
            later.getLast().handle((ack, failure) -> failure).get(40, TimeUnit.SECONDS);
            append(ordered, 3).get(40, TimeUnit.SECONDS);
            assertThat(stored().subList(before, stored().size())).isIn(List.of(3), List.of(2, 3));
        }
    }

    private static CompletableFuture<Acknowledgement> append(OrderedAppender to, int number) {
        byte[] value = (number + " ").getBytes(StandardCharsets.US_ASCII);
        return to.append(Topic.EVENT, DOME.key().getBytes(StandardCharsets.US_ASCII), value, List.of());
    }

    @Test
    void closesInTimeWithoutKafkaAndFailsWhatWaited() throws Exception {
        TelemetryProducer producer = producer(Map.of(IngestConfig.CLOSE_TIMEOUT_MS, "500"));
        send(producer, 0).get(20, TimeUnit.SECONDS);
        kafka.close();
        CompletableFuture<Acknowledgement> answer = send(producer, 1);

        long start = System.nanoTime();
        producer.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        TelemetryProducerTest.assertFailsWith(NotAcknowledged.Reason.CLOSED, answer);
    }

    private static boolean succeeds(CompletableFuture<Acknowledgement> answer) throws Exception {
        return answer.handle((ack, failure) -> failure == null).get(20, TimeUnit.SECONDS);
    }
}
