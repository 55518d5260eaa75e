package io.firstlight.ingest.producer;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.LogReader;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TelemetryProducerTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "FIRSTLIGHT_TOPIC_PREFIX",
            "producer-test.",
            IngestConfig.KAFKA,
            TestKafka.shared().bootstrapServers(),
            IngestConfig.NAME,
            "tester",
            IngestConfig.MAX_BLOCK_MS,
            "2000");
    private static final TopicPlan TOPICS = TopicPlan.from(SETTINGS);
    private static final Component DOME = new Component("ATDome", 3);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TelemetryProducer producer = TelemetryProducer.start(
            IngestConfig.from(SETTINGS), meters, InstantSource.fixed(Instant.ofEpochMilli(1_690_852_640_123L)));

    @BeforeAll
    static void topics() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers()))) {
            TopicCreation.ensure(admin, TOPICS);
        }
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void writesARecordThatParsesAndAnswersWithItsPosition() throws Exception {
        Message message = Message.telemetry(DOME).stream("position")
                .number("azimuth", 12.5, "deg")
                .build();
        Acknowledgement answer = producer.send(message).get(20, TimeUnit.SECONDS);

        ConsumerRecord<byte[], byte[]> record = LogReader.at(
                TestKafka.shared().bootstrapServers(), answer.topic(), answer.partition(), answer.offset());
        assertThat(record.key()).asString().isEqualTo("ATDome:3");
        assertThat(RecordParser.parse(record.value())).isInstanceOfSatisfying(ComponentRecord.class, parsed -> {
            assertThat(parsed.category()).isEqualTo(Category.TELEMETRY);
            assertThat(parsed.component()).isEqualTo(DOME);
            assertThat(parsed.producer()).isEqualTo("tester");
        });
        assertThat(record.value()).asString().endsWith("\"producer_snd\":1690852640.123}");

        assertThat(answer.topicId()).isNotNull().isNotEqualTo(Uuid.ZERO_UUID);
        assertThat(PositionToken.decode(answer.positionToken().orElseThrow())
                        .orElseThrow()
                        .offsets())
                .containsExactly(answer.next().orElseThrow());
        assertThat(answer.next().orElseThrow().nextOffset()).isEqualTo(answer.offset() + 1);
    }

    @Test
    void keepsTheOrderOfAComponentAndCountsEveryAnswer() throws Exception {
        List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            answers.add(producer.send(Message.event(DOME).stream("counter")
                    .integer("n", i, "unitless")
                    .build()));
        }
        producer.flush();
        long before = -1;
        for (CompletableFuture<Acknowledgement> answer : answers) {
            long offset = answer.get(1, TimeUnit.SECONDS).offset();
            assertThat(offset).isGreaterThan(before);
            before = offset;
        }
        assertThat(meters.counter("firstlight.producer.acknowledged", "topic", "event")
                        .count())
                .isEqualTo(5_000);
        assertThat(meters.get("firstlight.producer.waiting").gauge().value()).isZero();
    }

    @Test
    void saysThatARecordIsTooLarge() {
        byte[] value = new byte[TopicPlan.MAX_RECORD_BYTES + 1];
        assertFailsWith(NotAcknowledged.Reason.TOO_LARGE, producer.append(Topic.MESSAGE, null, value, List.of()));
    }

    @Test
    void takesARecordOfTheLargestSizeThatItPromises() throws Exception {
        byte[] value = new byte[IngestConfig.from(SETTINGS).maxValueBytes()];
        new java.util.Random(1).nextBytes(value); // Does not compress: the topic's limit counts compressed bytes.
        assertThat(producer.append(Topic.MESSAGE, null, value, List.of()).get(20, TimeUnit.SECONDS))
                .isNotNull();
    }

    @Test
    void saysThatItWasClosed() {
        producer.close();
        assertFailsWith(
                NotAcknowledged.Reason.CLOSED,
                producer.send(Category.EVENT, DOME, "{}".getBytes(StandardCharsets.UTF_8)));
        producer.close();
    }

    @Test
    void failsWithinTheBlockingBoundForATopicThatDoesNotExist() {
        IngestConfig elsewhere = IngestConfig.from(Map.of(
                "FIRSTLIGHT_TOPIC_PREFIX",
                "not-there.",
                IngestConfig.KAFKA,
                TestKafka.shared().bootstrapServers(),
                IngestConfig.MAX_BLOCK_MS,
                "300"));
        try (TelemetryProducer lost = TelemetryProducer.start(elsewhere, meters, InstantSource.system())) {
            assertFailsWith(
                    NotAcknowledged.Reason.KAFKA_UNKNOWN,
                    lost.send(Category.EVENT, DOME, "{}".getBytes(StandardCharsets.UTF_8)));
            assertThat(meters.counter("firstlight.producer.failed", "reason", "kafka_unknown")
                            .count())
                    .isEqualTo(1);
        }
    }

    static void assertFailsWith(NotAcknowledged.Reason reason, CompletableFuture<Acknowledgement> answer) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        NotAcknowledged.class,
                        failure -> assertThat(failure.reason())
                                .as(failure.getMessage())
                                .isEqualTo(reason));
    }
}
