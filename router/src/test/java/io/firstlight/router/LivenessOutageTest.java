package io.firstlight.router;

import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.router.liveness.LivenessConfig;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker that goes away for longer than a component may be quiet, while the component goes on speaking. */
class LivenessOutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path directory;

    @Test
    void anOutageOfKafkaCallsNobodySilent() throws Exception {
        EmbeddedKafka broker = start(0);
        int port = Integer.parseInt(
                broker.bootstrapServers().substring(broker.bootstrapServers().indexOf(':') + 1));
        RouterConfig config = RouterConfig.from(Map.of(
                "FIRSTLIGHT_KAFKA",
                broker.bootstrapServers(),
                "FIRSTLIGHT_ROUTER_STATE_DIR",
                directory.resolve("state").toString()));
        try (LivenessService liveness = new LivenessService(config, LivenessConfig.defaults(), registry);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer());
                ScheduledExecutorService component = Executors.newSingleThreadScheduledExecutor()) {
            liveness.start();
            await().atMost(LIMIT).until(liveness::isReady);
            long beginMs = System.currentTimeMillis() - 40_000;
            for (int i = 0; i < 40; i++) {
                speak(producer, config, beginMs + i * 1_000L);
            }
            ScheduledFuture<?> speaking = component.scheduleAtFixedRate(
                    () -> speak(producer, config, System.currentTimeMillis()), 0, 1, TimeUnit.SECONDS);
            await().atMost(LIMIT).until(() -> count("events") == 1);

            broker.close();
            long closedAtNanos = System.nanoTime();
            await().atMost(LIMIT).until(() -> System.nanoTime() - closedAtNanos > OUTAGE.toNanos());
            double heardBefore = count("records");
            broker = start(port);
            await().atMost(LIMIT).until(() -> count("records") >= heardBefore + 8);

            speaking.cancel(false);
            assertThat(count("events")).as("alive, and nothing else").isEqualTo(1);
            await("it is still listened to").atMost(LIMIT).until(() -> count("events") == 2);
        } finally {
            broker.close();
        }
    }

    private double count(String meter) {
        return registry.get("firstlight.liveness." + meter).counter().count();
    }

    private EmbeddedKafka start(int port) {
        return EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory.resolve("kafka"), port), fault -> {
            throw new IllegalStateException(fault);
        });
    }

    private static void speak(KafkaProducer<String, String> producer, RouterConfig config, long timeMs) {
        var unused = producer.send(new ProducerRecord<>(
                config.topics().name(Topic.TELEMETRY),
                null,
                timeMs,
                "Dome:1",
                "{\"category\":\"telemetry\",\"csc\":\"Dome\",\"salindex\":1,\"data\":{\"t\":{}}}"));
    }
}
