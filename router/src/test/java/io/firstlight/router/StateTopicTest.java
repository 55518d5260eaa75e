package io.firstlight.router;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How long the cluster keeps deletions in the state. */
class StateTopicTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SETTING = "delete.retention.ms";

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(TopicCreation.class);

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(said);
    }

    @Test
    void isMadeToKeepTombstonesLongerThanItsSourcesKeepRecords() throws Exception {
        try (TestCluster cluster = new TestCluster("tombs", Map.of("FIRSTLIGHT_RETENTION_LOG", "P60D"))) {
            assertThat(setting(cluster)).isEqualTo(Duration.ofDays(67).toMillis());
            TopicCreation.ensure(cluster.admin(), cluster.plan());
            assertThat(warnings()).isEmpty();
        }
    }

    @Test
    void isLeftAsItIsButWarnedOfWhereItForgetsSooner() throws Exception {
        try (TestCluster cluster = new TestCluster("forgets", Map.of())) {
            cluster.admin()
                    .incrementalAlterConfigs(Map.of(
                            resource(cluster),
                            List.of(new AlterConfigOp(new ConfigEntry(SETTING, "86400000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            await().atMost(LIMIT).until(() -> setting(cluster) == 86_400_000);
            TopicCreation.ensure(cluster.admin(), cluster.plan());
            assertThat(setting(cluster)).isEqualTo(86_400_000);
            assertThat(warnings()).singleElement().asString().contains("forgets.state", SETTING, "PT888H");
        }
    }

    private List<String> warnings() {
        return said.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static long setting(TestCluster cluster) throws ExecutionException, InterruptedException {
        return Long.parseLong(Objects.requireNonNull(cluster.admin()
                        .describeConfigs(List.of(resource(cluster)))
                        .all()
                        .get()
                        .get(resource(cluster)))
                .get(SETTING)
                .value());
    }

    private static ConfigResource resource(TestCluster cluster) {
        return new ConfigResource(ConfigResource.Type.TOPIC, cluster.plan().name(Topic.STATE));
    }
}
