package io.firstlight.schemas.position;

import io.firstlight.schemas.position.PositionEncoder.CoveredTopic;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class PositionEncoderTest {

    @Test
    void makesTheSameTokensAsPositionToken() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<CoveredTopic> topics = new ArrayList<>();
            List<long[]> offsets = new ArrayList<>();
            List<PartitionOffset> position = new ArrayList<>();
            int count = random.nextInt(4);
            for (int t = 0; t < count; t++) {
                CoveredTopic topic =
                        new CoveredTopic(new Uuid(random.nextLong(), random.nextLong()), 1 + random.nextInt(5));
                topics.add(topic);
                long[] next = new long[topic.partitions()];
                for (int p = 0; p < next.length; p++) {
                    next[p] = random.nextLong(Long.MAX_VALUE);
                    position.add(new PartitionOffset(topic.id(), p, next[p]));
                }
                offsets.add(next);
            }
            String token = new PositionEncoder(topics).encode((topic, partition) -> offsets.get(topic)[partition]);

            assertThat(token)
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(PositionToken.encode(new Position(position)));
            assertThat(PositionToken.decode(token)).contains(new Position(position));
        }
    }
}
