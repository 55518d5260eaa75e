package io.firstlight.router;

import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.schemas.state.RouterProgress;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker of its own, because it goes away. */
class RouterBrokerTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path directory;

    @Test
    void goesOnWhenTheBrokerWasAwayAndShowsIt() throws Exception {
        EmbeddedKafka broker = start(0);
        int port = Integer.parseInt(
                broker.bootstrapServers().substring(broker.bootstrapServers().indexOf(':') + 1));
        RouterConfig config = RouterConfig.from(Map.of(
                "FIRSTLIGHT_KAFKA",
                broker.bootstrapServers(),
                "FIRSTLIGHT_ROUTER_COMMIT_INTERVAL",
                "PT0.05S",
                "FIRSTLIGHT_ROUTER_WATCH_INTERVAL",
                "PT0.2S",
                "FIRSTLIGHT_ROUTER_STATE_DIR",
                directory.resolve("state").toString()));
        Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (RouterService router = new RouterService(config, registry);
                Admin admin = Admin.create(clients);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(clients, new StringSerializer(), new StringSerializer())) {
            router.start();
            send(producer, config, 1);
            await().atMost(LIMIT).until(() -> entries(admin, config) == 1);
            assertThat(reachable()).isEqualTo(1);

            broker.close();
            await().atMost(LIMIT).until(() -> reachable() == 0);

            broker = start(port);
            await().atMost(LIMIT).until(() -> reachable() == 1);
            send(producer, config, 2);
            await().atMost(LIMIT).until(() -> entries(admin, config) == 2 && router.isReady());
        } finally {
            broker.close();
        }
    }

    private EmbeddedKafka start(int port) {
        return EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory.resolve("kafka"), port), fault -> {
            throw new IllegalStateException(fault);
        });
    }

    private static void send(KafkaProducer<String, String> producer, RouterConfig config, int value) throws Exception {
        producer.send(new ProducerRecord<>(
                        config.topics().name(Topic.EVENT),
                        "A:1",
                        "{\"category\":\"event\",\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":" + value + "}}"))
                .get();
    }

    /** Committed entries, which are as many as source records that the router is past. */
    private static long entries(Admin admin, RouterConfig config) throws Exception {
        RouterProgress progress =
                RouterProgress.read(admin, config.topics(), config.applicationId(), Duration.ofSeconds(5));
        return progress.liveFrom().values().stream().mapToLong(Long::longValue).sum();
    }

    private double reachable() {
        return Objects.requireNonNull(
                        registry.find("firstlight.router.reachable").gauge())
                .value();
    }
}
