package io.firstlight.ingest;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The intake on a real broker. */
final class IngestServiceTest {

    private static final String SERVERS = TestKafka.shared().bootstrapServers();
    private static final Map<String, String> SETTINGS =
            Map.of("FIRSTLIGHT_TOPIC_PREFIX", "intake-test.", IngestConfig.KAFKA, SERVERS);
    private static final TopicPlan TOPICS = TopicPlan.from(SETTINGS);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Acknowledgement> acknowledged(IntakeOutcome outcome) throws Exception {
        return ((IntakeOutcome.Accepted) outcome).acknowledgements().get(20, TimeUnit.SECONDS);
    }

    @Test
    void acceptedInputIsInItsTopicWhenItsFutureCompletesAndRefusedInputInQuarantine() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
            TopicCreation.ensure(admin, TOPICS);
        }
        try (IngestService service =
                IngestService.start(IngestConfig.from(SETTINGS), new SimpleMeterRegistry(), InstantSource.system())) {
            List<Acknowledgement> answers = acknowledged(service.intake()
                    .accept(
                            utf8("{\"category\":\"event\",\"data\":["
                                    + "{\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":[{}]}},"
                                    + "{\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":[{\"n\":2}]}}]}"),
                            "remote",
                            address -> true));
            assertThat(answers).hasSize(2);
            assertThat(answers.get(1).offset()).isEqualTo(answers.get(0).offset() + 1);
            Acknowledgement second = answers.get(1);
            assertThat(LogReader.at(SERVERS, second.topic(), second.partition(), second.offset())
                            .value())
                    .asString()
                    .contains("{\"n\":2}");

            byte[] body = utf8("{\"id\":1, \"text\":\"\u00fc\"}");
            Acknowledgement message =
                    acknowledged(service.intake().acceptMessage(body, null)).getFirst();
            ConsumerRecord<byte[], byte[]> stored =
                    LogReader.at(SERVERS, message.topic(), message.partition(), message.offset());
            assertThat(stored.value()).isEqualTo(body);
            assertThat(stored.key()).isNull();
            assertThat(message.positionToken()).isPresent();

            assertThat(service.intake().accept(utf8("rubbish"), "remote", address -> true))
                    .isInstanceOf(IntakeOutcome.Rejected.class);
            service.producer().flush();
            assertThat(LogReader.all(SERVERS, TOPICS.name(Topic.QUARANTINE)))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.value()).asString().isEqualTo("rubbish");
                        assertThat(QuarantineHeaders.of(record.headers())
                                        .orElseThrow()
                                        .source())
                                .isEqualTo("remote");
                    });
        }
    }
}
