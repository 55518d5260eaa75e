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
    void takesRecordsWhileANodeIsKilledOrStandsStillAndKeepsThem() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.start(place, place)) {
            await().atMost(Duration.ofSeconds(60)).until(cluster::serves);
            try (Records records = new Records(cluster.bootstrapServers())) {
                records.createTopic("kept");
                records.write("kept", "with all");
                cluster.node(1).kill();
                assertThat(cluster.node(1).serves()).isFalse();
                records.write("kept", "without the first");
                cluster.node(1).startAgain();
                await().atMost(Duration.ofSeconds(60)).until(() -> records.inSync("kept") == 3);
                cluster.node(2).freeze();
                assertThat(cluster.node(2).isAlive()).isTrue();
                records.write("kept", "while the second stands still");
                cluster.node(2).thaw();
                // Until it has heard that another leads, it tells the end of the log as it was before.
                await().atMost(Duration.ofSeconds(60)).until(() -> records.inSync("kept") == 3);
                assertThat(records.read("kept", 3))
                        .containsExactly("with all", "without the first", "while the second stands still");
            }
        }
    }
}
