package io.firstlight.embedded.testkit.fault;

import io.firstlight.embedded.kafka.Records;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

final class KafkaClusterTest {

    @TempDir
    private Path place;

    @Test
    void keepsAcknowledgedRecordsWhileAnyOneNodeIsKilledAndStartedAgain() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.start(place, place)) {
            await().atMost(Duration.ofSeconds(60)).until(cluster::serves);
            try (Records records = new Records(cluster.bootstrapServers())) {
                records.createTopic("kept");
                for (int id = 1; id <= 3; id++) {
                    records.write("kept", "before " + id);
                    cluster.node(id).kill();
                    assertThat(cluster.node(id).serves()).isFalse();
                    records.write("kept", "without " + id);
                    cluster.node(id).startAgain();
                    await().atMost(Duration.ofSeconds(60)).until(() -> records.inSync("kept") == 3);
                }
                cluster.node(1).freeze();
                assertThat(cluster.node(1).isAlive()).isTrue();
                records.write("kept", "frozen");
                cluster.node(1).thaw();
                assertThat(records.read("kept", 7))
                        .containsExactly(
                                "before 1", "without 1", "before 2", "without 2", "before 3", "without 3", "frozen");
            }
        }
    }
}
