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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker that asks who one is. */
final class SalLoginTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SalTopicKind STATE =
            SalTopicKind.event("Dome", "state", FieldKind.of("n", Schema.Type.INT, "count"));

    private final int loginPort = LoopbackPort.free();
    private final StandInRegistry registry = StandInRegistry.start();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path directory;

    private SalFeed start(String password, Heard heard) {
        SalConfig config = SalConfig.from(Map.of(
                SalConfig.SUBNAME,
                "login",
                SalConfig.BROKERS,
                LoopbackPort.HOST + ':' + loginPort,
                SalConfig.USERNAME,
                "ts_salkafka",
                SalConfig.PASSWORD,
                password,
                SalConfig.REGISTRY_URL,
                registry.url().toString(),
                SalConfig.DISCOVERY_MS,
                "200"));
        SalFeed feed = new SalFeed(config, meters, InstantSource.system());
        feed.start(List.of(Interest.inEverything()), heard);
        return feed;
    }

    @Test
    void readsFromABrokerWithScramAndKeepsTryingWithAWrongPassword() throws Exception {
        Heard right = new Heard();
        Heard wrong = new Heard();
        try (registry;
                EmbeddedKafka kafka =
                        EmbeddedKafka.startWithLogin(EmbeddedKafkaConfig.of(directory, 0), loginPort, fault -> {
                            throw fault;
                        });
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                SalComponents sal = new SalComponents(kafka.bootstrapServers(), registry.url(), "login")) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "ts_salkafka", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "se\"cret")))
                    .all()
                    .get();
            sal.create(STATE);
            sal.write(STATE, 0, Map.of("n", 5));
            try (SalFeed feed = start("se\"cret", right);
                    SalFeed other = start("guess", wrong)) {
                await().atMost(SOON).until(right::hasCaughtUp);
                assertThat(right.lines()).containsExactly("Dome:0 state 5*");
                await().atMost(SOON)
                        .until(() -> meters.get("firstlight.sal.broker.failures")
                                        .counter()
                                        .count()
                                >= 2);
                assertThat(wrong.hasCaughtUp()).isFalse();
                assertThat(feed).isNotSameAs(other);
            }
        }
    }
}
