package io.firstlight.ingest.relay;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.kafka.EmbeddedKafka;
import io.firstlight.embedded.kafka.EmbeddedKafkaConfig;
import io.firstlight.embedded.testkit.fault.PostgresProcess;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

import static io.firstlight.ingest.relay.Outbox.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker and a database of the test's own, killed and started while the relay runs. */
final class RelayOutageTest {

    private static final Notice STATUS = new Notice("jobs", 41, "status_changed");

    @TempDir
    private Path directory;

    @Test
    void goesOnInOrderAndOnceWhenTheDatabaseAndTheBrokerAreBack() throws Exception {
        int port = LoopbackPort.free();
        EmbeddedKafka kafka = broker(port);
        try (PostgresProcess postgres =
                PostgresProcess.start(directory.resolve("postgres"), directory.resolve("programs"))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                TopicCreation.ensure(admin, TopicPlan.defaults());
            }
            Outbox outbox = new Outbox(postgres.database(), kafka.bootstrapServers(), TopicPlan.DEFAULT_PREFIX);
            try (OutboxRelay relay = outbox.relay()) {
                relay.start();
                add(outbox, 0);
                awaitEmpty(outbox);

                kafka.close();
                add(outbox, 10);
                assertThat(outbox.rows("firstlight_outbox")).isEqualTo(10);
                kafka = broker(port);
                awaitEmpty(outbox);

                postgres.kill();
                postgres.startAgain();
                add(outbox, 20);
                awaitEmpty(outbox);

                // Both at once, with rows on their way.
                kafka.close();
                add(outbox, 30);
                postgres.kill();
                postgres.startAgain();
                kafka = broker(port);
                awaitEmpty(outbox);
            }
            outbox.close();
            assertThat(outbox.numbers("jobs:41"))
                    .isEqualTo(IntStream.range(0, 40).boxed().toList());
        } finally {
            kafka.close();
        }
    }

    private EmbeddedKafka broker(int port) {
        return EmbeddedKafka.start(EmbeddedKafkaConfig.of(directory.resolve("kafka"), port), fault -> {
            throw fault;
        });
    }

    private static void add(Outbox outbox, int from) {
        for (int i = from; i < from + 10; i++) {
            outbox.add(STATUS, i);
        }
    }

    private static void awaitEmpty(Outbox outbox) {
        await().atMost(PATIENCE).until(() -> outbox.rows("firstlight_outbox") == 0);
    }
}
