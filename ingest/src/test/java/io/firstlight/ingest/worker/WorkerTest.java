package io.firstlight.ingest.worker;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.ingest.LogReader;
import io.firstlight.schemas.exchange.RequestHeaders;
import io.firstlight.schemas.exchange.RequestValue;
import io.firstlight.schemas.topic.TopicCreation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A worker on a real broker. */
final class WorkerTest {

    private static final String KAFKA = TestKafka.shared().bootstrapServers();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long FAR = System.currentTimeMillis() + 3_600_000;

    private final String requests = "worker-test.requests-" + COUNT.incrementAndGet();
    private final String replies = "worker-test.replies-" + COUNT.get();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Worker> workers = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA), new ByteArraySerializer(), new ByteArraySerializer());
    private Admin admin;

    @BeforeEach
    void topics() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", KAFKA));
        TopicCreation.ensure(admin, List.of(new NewTopic(requests, 1, (short) 1), new NewTopic(replies, 2, (short) 1)));
    }

    @AfterEach
    void close() {
        workers.forEach(Worker::close);
        producer.close();
        admin.close();
    }

    private Worker start(int concurrency, Handler handler) {
        Worker worker = Worker.start(
                new WorkerConfig(KAFKA, requests, "g-" + requests, concurrency, Duration.ofSeconds(5)),
                handler,
                meters);
        workers.add(worker);
        return worker;
    }

    private void ask(byte[] value, List<Header> headers) throws Exception {
        producer.send(new ProducerRecord<>(requests, 0, null, null, value, headers))
                .get();
    }

    private void ask(String id, String data, long deadline) throws Exception {
        ask(
                RequestValue.write(data.getBytes(StandardCharsets.UTF_8), Map.of("id", id)),
                new RequestHeaders(id, replies, 1, deadline).toHeaders());
    }

    private List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : LogReader.all(KAFKA, replies)) {
            assertThat(record.partition()).isEqualTo(1);
            answers.add(RequestHeaders.correlationId(record.headers()).orElseThrow()
                    + ' '
                    + new String(record.value(), StandardCharsets.UTF_8));
        }
        return answers;
    }

    private double counted(String outcome) {
        return meters.get("firstlight.worker.requests")
                .tags("outcome", outcome)
                .counter()
                .count();
    }

    private long committed() throws Exception {
        var offsets = admin.listConsumerGroupOffsets("g-" + requests)
                .partitionsToOffsetAndMetadata()
                .get();
        var offset = offsets.get(new TopicPartition(requests, 0));
        return offset == null ? -1 : offset.offset();
    }

    @Test
    void answersToWhereTheRequestSaysAndCommitsBehindIt() throws Exception {
        ask("a", "{\"x\": 1}", FAR);
        start(
                2,
                request -> Answer.json(
                        "[" + request.data() + ", \"" + request.args().get("id") + "\"]"));

        await().untilAsserted(() -> assertThat(answers()).containsExactly("a [{\"x\":1}, \"a\"]"));
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
        assertThat(counted("answered")).isEqualTo(1);
    }

    @Test
    void saysThatItFailedWithoutSayingHow() throws Exception {
        start(2, request -> {
            throw new IllegalStateException("secret");
        });
        ask("a", "1", FAR);

        await().untilAsserted(() -> assertThat(answers())
                .containsExactly("a {\"error\": {\"code\": 500, \"description\": \"worker failed\"}}"));
        assertThat(counted("failed")).isEqualTo(1);
    }

    @Test
    void whatIsNoRequestOrTooOldIsSkippedAndTheNextIsAnswered() throws Exception {
        ask("no json".getBytes(StandardCharsets.UTF_8), new RequestHeaders("a", replies, 1, FAR).toHeaders());
        ask(
                RequestValue.write(null, null),
                new RequestHeaders("b", replies, 1, FAR).toHeaders().subList(0, 3));
        ask("c", "1", System.currentTimeMillis() - 1000);
        ask("d", "1", FAR);
        start(1, request -> Answer.json(request.data()));

        await().untilAsserted(() -> assertThat(answers()).containsExactly("d 1"));
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(4));
        assertThat(counted("malformed")).isEqualTo(2);
        assertThat(counted("expired")).isEqualTo(1);
    }

    @Test
    void aRequestThatNobodyWaitsForIsHandledWithoutAnAnswer() throws Exception {
        ask(RequestValue.write("5".getBytes(StandardCharsets.UTF_8), null), List.of());
        List<String> seen = new ArrayList<>();
        start(1, request -> {
            seen.add(request.data() + " " + request.deadline());
            return Answer.json("6");
        });

        await().untilAsserted(() -> assertThat(counted("handled")).isEqualTo(1));
        assertThat(seen).containsExactly("5 null");
        assertThat(answers()).isEmpty();
    }

    @Test
    void handlesSoManyAtOnceAndNoMoreAndCommitsOnlyBehindTheSlowest() throws Exception {
        CountDownLatch firstMayGo = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            ask("r" + i, Integer.toString(i), FAR);
        }
        start(3, request -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            if (request.data().intValue() == 0) {
                assertThat(firstMayGo.await(20, TimeUnit.SECONDS)).isTrue();
            }
            atOnce.decrementAndGet();
            return Answer.json(request.data());
        });

        await().untilAsserted(() -> assertThat(answers()).hasSize(19));
        assertThat(committed()).isEqualTo(-1);
        firstMayGo.countDown();
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(20));
        assertThat(answers()).hasSize(20);
        assertThat(most.get()).isBetween(2, 3);
    }

    @Test
    void closingLetsWhatIsUnderWayEndAndTheNextWorkerGoesOnBehindIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Worker first = start(1, request -> {
            begun.countDown();
            assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
            return Answer.json("\"first\"");
        });
        ask("a", "1", FAR);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(first::close);
        closing.start();
        mayEnd.countDown();
        closing.join();

        assertThat(answers()).containsExactly("a \"first\"");
        assertThat(committed()).isEqualTo(1);
        start(1, request -> Answer.json("\"second\""));
        ask("b", "1", FAR);
        await().untilAsserted(() -> assertThat(answers()).containsExactly("a \"first\"", "b \"second\""));
        first.close();
    }

    @Test
    void namesTheKeyOfAWrongValue() {
        assertThatThrownBy(() -> WorkerConfig.from(Map.of())).hasMessageContaining("FIRSTLIGHT_WORKER_TOPIC");
        assertThatThrownBy(() ->
                        WorkerConfig.from(Map.of("FIRSTLIGHT_WORKER_TOPIC", "t", "FIRSTLIGHT_WORKER_CONCURRENCY", "0")))
                .hasMessageContaining("FIRSTLIGHT_WORKER_CONCURRENCY=0");
        assertThat(WorkerConfig.of("h:1", "t").group()).isEqualTo("worker-t");
    }
}
