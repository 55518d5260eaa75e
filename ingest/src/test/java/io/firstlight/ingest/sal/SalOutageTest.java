package io.firstlight.ingest.sal;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalTopicKind.FieldKind;
import io.firstlight.embedded.testkit.sal.StandInRegistry;
import io.firstlight.ingest.component.Interest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.avro.Schema;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker of its own, stopped and started under a feed. */
final class SalOutageTest {

    private static final FieldKind N = FieldKind.of("n", Schema.Type.INT, "count");
    private static final SalTopicKind STATE =
            SalTopicKind.event("Script", "state", N).withInstances();
    private static final SalTopicKind POSITION = SalTopicKind.telemetry("Dome", "position", N);

    private final int port = LoopbackPort.free();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StandInRegistry registry = StandInRegistry.start();
    private final Heard heard = new Heard();

    @TempDir
    private Path directory;

    private final List<EmbeddedKafka> brokers = new ArrayList<>();

    @AfterEach
    void close() {
        stopBroker();
        registry.close();
    }

    private void startBroker() {
        brokers.add(EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory, port), fault -> {
            throw fault;
        }));
    }

    private void stopBroker() {
        brokers.forEach(EmbeddedKafka::close);
    }

    private SalFeed start() {
        SalConfig config = SalConfig.from(Map.of(
                SalConfig.SUBNAME,
                "outage",
                SalConfig.BROKERS,
                LoopbackPort.HOST + ':' + port,
                SalConfig.REGISTRY_URL,
                registry.url().toString(),
                SalConfig.DISCOVERY_MS,
                "200"));
        SalFeed feed = new SalFeed(config, meters, InstantSource.system());
        feed.start(List.of(Interest.inEverything()), heard);
        return feed;
    }

    private SalComponents sal() {
        return new SalComponents(LoopbackPort.HOST + ':' + port, registry.url(), "outage");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    @Test
    void waitsForABrokerThatIsNotThereYetAndGoesOnAfterOneThatWasAway() {
        try (SalFeed feed = start()) {
            soon().until(() -> heard.ticks.get() >= 5);
            assertThat(heard.hasCaughtUp()).isFalse();
            assertThat(feed.isWorking()).isFalse();

            startBroker();
            try (SalComponents sal = sal()) {
                sal.create(POSITION, STATE);
                soon().until(heard::hasCaughtUp);
                sal.write(POSITION, 0, Map.of("n", 1));
                soon().until(() -> heard.samples.size() == 1);
                soon().until(feed::isWorking);
            }
            stopBroker();
            soon().until(() -> !feed.isWorking());
            int ticks = heard.ticks.get();
            soon().until(() -> heard.ticks.get() >= ticks + 10);

            startBroker();
            try (SalComponents sal = sal()) {
                sal.write(POSITION, 0, Map.of("n", 2));
                sal.write(STATE, 3, Map.of("n", 3));
                soon().until(() -> heard.samples.size() == 3);
            }
            assertThat(heard.numbers()).containsExactlyInAnyOrder(1L, 2L, 3L);
            assertThat(heard.caughtUp).hasValue(1);
            soon().until(feed::isWorking);
        }
    }

    @Test
    void losesNothingOfTheEventsThatAreSaidWhileItIsBrokenOffInThePast() {
        startBroker();
        try (SalComponents sal = sal()) {
            sal.create(STATE);
            for (int n = 0; n < 20; n++) {
                sal.write(STATE, n % 2, Map.of("n", n));
            }
        }
        registry.hold();
        try (SalFeed feed = start()) {
            soon().until(() -> meters.get("firstlight.sal.waiting").gauge().value() == 1);
            stopBroker();
            registry.open();
            startBroker();
            soon().until(heard::hasCaughtUp);
            assertThat(heard.lines()).containsExactly("Script:0 state 18*", "Script:1 state 19*");
            assertThat(feed).isNotNull();
        }
    }
}
