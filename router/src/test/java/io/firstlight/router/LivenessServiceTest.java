package io.firstlight.router;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.router.liveness.LivenessConfig;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The liveness service on a real broker. Time stamps lie in the past, so that a cadence need not be waited for. */
class LivenessServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void saysWhoFellSilentRemembersItOverARestartAndSeesTopicsWithMorePartitions() throws Exception {
        try (TestCluster cluster = new TestCluster("liveness", Map.of("FIRSTLIGHT_PARTITIONS_EVENT", "2"));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            try (LivenessService liveness = started(cluster, registry)) {
                await().atMost(LIMIT).until(liveness::isReady);
                long beginMs = System.currentTimeMillis() - 40_000;
                for (int i = 0; i < 40; i++) {
                    telemetry(cluster, producer, beginMs + i * 1_000L);
                }
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(states(cluster)).containsExactly("alive", "silent"));
                assertThat(registry.get("firstlight.liveness.silent").gauge().value())
                        .isEqualTo(1);

                cluster.widen(Topic.LOG, 6);
                await().atMost(LIMIT)
                        .until(() -> registry.get("firstlight.liveness.restarts")
                                                .counter()
                                                .count()
                                        > 0
                                && liveness.isReady());
            }
            SimpleMeterRegistry later = new SimpleMeterRegistry();
            try (LivenessService liveness = started(cluster, later)) {
                await().atMost(LIMIT)
                        .until(() -> liveness.isReady()
                                && later.get("firstlight.liveness.silent")
                                                .gauge()
                                                .value()
                                        == 1);
                telemetry(cluster, producer, System.currentTimeMillis());
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(states(cluster)).startsWith("alive", "silent", "alive"));
            }
        }
    }

    @Test
    void saysSoWhenTheClusterDoesNotAnswer() {
        RouterConfig config = RouterConfig.from(Map.of("FIRSTLIGHT_KAFKA", "no-such-host.invalid:9092"));
        try (LivenessService liveness =
                new LivenessService(config, LivenessConfig.defaults(), new SimpleMeterRegistry())) {
            assertThatThrownBy(liveness::start)
                    .isInstanceOf(RouterException.class)
                    .hasMessageContaining("no-such-host.invalid:9092");
            assertThat(liveness.state()).isEqualTo(RouterState.STOPPED);
        }
    }

    private LivenessService started(TestCluster cluster, SimpleMeterRegistry registry) throws InterruptedException {
        LivenessService liveness = new LivenessService(
                RouterConfig.from(cluster.configuration(directory)), LivenessConfig.defaults(), registry);
        liveness.start();
        return liveness;
    }

    private static void telemetry(TestCluster cluster, KafkaProducer<String, String> producer, long timeMs)
            throws Exception {
        producer.send(new ProducerRecord<>(
                        cluster.plan().name(Topic.TELEMETRY),
                        null,
                        timeMs,
                        "Dome:1",
                        "{\"category\":\"telemetry\",\"csc\":\"Dome\",\"salindex\":1,\"data\":{\"t\":{}}}"))
                .get();
    }

    private static List<String> states(TestCluster cluster) throws Exception {
        return cluster.all(Topic.EVENT).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .map(event -> event.replaceFirst(".*\"state\": \\{\"value\": \"(\\w+)\".*", "$1"))
                .toList();
    }
}
