package io.firstlight.ingest.source.host;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.LogReader;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The real machine into a real broker. */
final class HostSourceTest {

    private static final String SERVERS = TestKafka.shared().bootstrapServers();
    private static final Map<String, String> SETTINGS =
            Map.of("FIRSTLIGHT_TOPIC_PREFIX", "host-test.", IngestConfig.KAFKA, SERVERS, HostConfig.PERIOD_MS, "200");
    private static final TopicPlan TOPICS = TopicPlan.from(SETTINGS);

    private static List<ComponentRecord> records(Topic topic) {
        return LogReader.all(SERVERS, TOPICS.name(topic)).stream()
                .map(record -> (ComponentRecord) RecordParser.parse(record.value()))
                .toList();
    }

    private static String payload(ComponentRecord record, String stream) {
        return record.streams().stream()
                .filter(each -> each.stream().equals(stream))
                .map(each -> new String(
                        record.value(), each.payload().start(), each.payload().length(), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    @Test
    void thisMachineIsInTheLogWithFactsStatesAndAGoodbye() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
            TopicCreation.ensure(admin, TOPICS);
        }
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TelemetryProducer producer =
                TelemetryProducer.start(IngestConfig.from(SETTINGS), meters, InstantSource.system())) {
            try (HostSource host = HostSource.ofThisMachine(HostConfig.from(SETTINGS), meters)) {
                host.start(producer);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> meters.counter("firstlight.producer.acknowledged", "topic", "telemetry")
                                        .count()
                                >= 3);
            }
            producer.flush();
        }

        List<ComponentRecord> telemetry = records(Topic.TELEMETRY);
        assertThat(telemetry).hasSizeGreaterThanOrEqualTo(3).allSatisfy(record -> {
            assertThat(record.component().key()).isEqualTo("Host:1");
            assertThat(record.streams())
                    .extracting(StreamSpan::stream)
                    .contains("cpu", "memory", "filesystem", "network", "processes");
            assertThat(payload(record, "memory")).contains("\"units\":\"byte\"");
        });
        List<ComponentRecord> events = records(Topic.EVENT);
        assertThat(events)
                .flatExtracting(ComponentRecord::streams)
                .extracting(StreamSpan::stream)
                .startsWith("hardware", "software", "summaryState")
                .contains("diskNearlyFull", "memoryLow", "loadHigh")
                .endsWith("summaryState");
        assertThat(payload(events.get(2), "summaryState")).contains("\"value\":2");
        assertThat(payload(events.getLast(), "summaryState")).contains("\"value\":4");
    }
}
