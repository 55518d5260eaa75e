package io.firstlight.ingest.notice;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.IngestService;
import io.firstlight.ingest.LogReader;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The SDK for notices on a real broker: the lines of the class comment of {@link Notices}. */
final class NoticesTest {

    private static final String SERVERS = TestKafka.shared().bootstrapServers();
    private static final Map<String, String> SETTINGS = Map.of(
            "FIRSTLIGHT_TOPIC_PREFIX", "notices-test.", IngestConfig.KAFKA, SERVERS, IngestConfig.NAME, "controller");
    private static final TopicPlan TOPICS = TopicPlan.from(SETTINGS);

    private final IngestService service =
            IngestService.start(IngestConfig.from(SETTINGS), new SimpleMeterRegistry(), InstantSource.system());

    @BeforeAll
    static void topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
            TopicCreation.ensure(admin, TOPICS);
        }
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void emitsANoticeInOneLineAndAnswersWithItsPlace() throws Exception {
        Notices notices = service.notices();

        Acknowledgement status = notices.emit(
                        Notice.ofType("jobs", "status_changed"), "{\"unified_job_id\": 41, \"status\": \"running\"}")
                .get(20, TimeUnit.SECONDS);
        Acknowledgement line = notices.emit(Notice.ofId("job_events", 41), "{\"counter\": 57, \"stdout\": \"ok\"}")
                .get(20, TimeUnit.SECONDS);

        assertThat(status.topic()).isEqualTo(TOPICS.name(Topic.EVENT));
        assertThat(record(status).key()).asString().isEqualTo("jobs:0");
        assertThat(record(status).value())
                .asString()
                .isEqualTo("{\"category\":\"event\",\"csc\":\"jobs\",\"salindex\":0,\"data\":{\"status_changed\":"
                        + "{\"unified_job_id\": 41, \"status\": \"running\",\"group_name\":\"jobs\"}},"
                        + "\"producer\":\"controller\"}");
        assertThat(record(line).key()).asString().isEqualTo("job_events:41");
        assertThat(record(line).value()).asString().contains("\"detail\":{\"counter\": 57");
        assertThat(status.positionToken()).isPresent();
    }

    @Test
    void keepsTheOrderOfOneThing() throws Exception {
        List<Long> offsets = java.util.stream.IntStream.range(0, 200)
                .mapToObj(n -> service.notices().emit(new Notice("jobs", 7, "status_changed"), "{\"n\":" + n + "}"))
                .toList()
                .stream()
                .map(answer -> answer.join().offset())
                .toList();

        assertThat(offsets).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesAPayloadThatIsNone() {
        assertThatThrownBy(() -> service.notices().emit(Notice.ofType("jobs", "summary"), "[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event", "jobs");
        assertThatThrownBy(() ->
                        service.notices().emit(Notice.ofType("jobs", "summary"), "{\"group_name\": \"schedules\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group_name");
    }

    private static ConsumerRecord<byte[], byte[]> record(Acknowledgement place) {
        return LogReader.at(SERVERS, place.topic(), place.partition(), place.offset());
    }
}
