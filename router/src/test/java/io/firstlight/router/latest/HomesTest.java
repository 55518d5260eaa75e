package io.firstlight.router.latest;

import io.firstlight.schemas.address.Component;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HomesTest {

    @Test
    void isWhereKafkasOwnPartitionerPutsTheComponentsKey() {
        for (int partitions : new int[] {1, 2, 3, 4, 12, 100}) {
            Homes homes = new Homes(Map.of("t", partitions));
            for (int salindex = -50; salindex < 50; salindex++) {
                Component component = new Component("MTMount", salindex);
                assertThat(homes.home("t", component))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(
                                component.key().getBytes(StandardCharsets.UTF_8), partitions));
            }
        }
    }

    @Test
    void knowsTheWidestTopicAndNoOthers() {
        Homes homes = new Homes(Map.of("a", 3, "b", 7));
        assertThat(homes.widest()).isEqualTo(7);
        assertThatThrownBy(() -> homes.home("c", new Component("A", 0))).hasMessageContaining("c");
    }
}
