package io.firstlight.schemas.position;

import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PositionTokenTest {

    private static final Uuid TOPIC = new Uuid(1, 2);

    @Test
    void readsBackRandomPositions() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Position position = random(new Random(seed));
            String token = PositionToken.encode(position);
            assertThat(PositionToken.decode(token)).as("seed %d", seed).contains(position);
            assertThat(token).as("seed %d", seed).matches("[A-Za-z0-9_-]*");
        }
    }

    @Test
    void readsBackTheLargestPositionThatTopicsAllow() {
        List<PartitionOffset> offsets = new ArrayList<>();
        for (int partition = 0; partition < 10_000; partition++) {
            offsets.add(new PartitionOffset(TOPIC, partition, Long.MAX_VALUE - partition));
        }
        Position position = new Position(offsets);
        assertThat(PositionToken.decode(PositionToken.encode(position))).contains(position);
    }

    @Test
    void refusesDamageOfAnySingleByte() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Base64.getUrlDecoder().decode(PositionToken.encode(random(random)));
            for (int at = 0; at < bytes.length; at++) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) (1 + random.nextInt(255));
                String token = Base64.getUrlEncoder().withoutPadding().encodeToString(damaged);
                assertThat(PositionToken.decode(token))
                        .as("seed %d, byte %d", seed, at)
                        .isEmpty();
            }
        }
    }

    @Test
    void refusesDamageOfAnySingleCharacter() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            String token = PositionToken.encode(random(random));
            for (int at = 0; at < token.length(); at++) {
                for (char c : "AaZz09-_=+/ é".toCharArray()) {
                    if (token.charAt(at) != c) {
                        String damaged = token.substring(0, at) + c + token.substring(at + 1);
                        assertThat(PositionToken.decode(damaged))
                                .as("seed %d, character %d is %s", seed, at, c)
                                .isEmpty();
                    }
                }
                assertThat(PositionToken.decode(token.substring(0, at)))
                        .as("seed %d, cut at %d", seed, at)
                        .isEmpty();
            }
            assertThat(PositionToken.decode(token + "="))
                    .as("seed %d, padded", seed)
                    .isEmpty();
            assertThat(PositionToken.decode(token + token))
                    .as("seed %d, twice", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "null",
                "undefined",
                "42",
                "{\"offset\":1}",
                "AQAAAAA",
                "////",
                "é",
                "AAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesForeignTexts(String text) {
        assertThat(PositionToken.decode(text)).isEmpty();
    }

    @Test
    void refusesATextOfAbsurdLength() {
        assertThat(PositionToken.decode("A".repeat(2 << 20))).isEmpty();
    }

    @Test
    void ordersItsPartitionsSoThatEqualPositionsAreEqual() {
        PartitionOffset first = new PartitionOffset(TOPIC, 0, 9);
        PartitionOffset second = new PartitionOffset(TOPIC, 1, 3);
        assertThat(new Position(List.of(second, first))).isEqualTo(new Position(List.of(first, second)));
        assertThat(PositionToken.encode(new Position(List.of(second, first))))
                .isEqualTo(PositionToken.encode(new Position(List.of(first, second))));
    }

    @Test
    void refusesAPartitionTwiceAndNegativeNumbers() {
        assertThatThrownBy(
                        () -> new Position(List.of(new PartitionOffset(TOPIC, 0, 1), new PartitionOffset(TOPIC, 0, 2))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new PartitionOffset(TOPIC, -1, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new PartitionOffset(TOPIC, 0, -5)).hasMessageContaining("-5");
    }

    private static Position random(Random random) {
        List<PartitionOffset> offsets = new ArrayList<>();
        for (int topic = random.nextInt(4); topic > 0; topic--) {
            Uuid topicId = new Uuid(random.nextLong(), random.nextLong());
            for (int partition = random.nextInt(5); partition >= 0; partition--) {
                offsets.add(new PartitionOffset(topicId, partition, random.nextLong(Long.MAX_VALUE)));
            }
        }
        Collections.shuffle(offsets, random);
        return new Position(offsets);
    }
}
