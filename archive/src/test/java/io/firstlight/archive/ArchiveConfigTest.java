package io.firstlight.archive;

import io.firstlight.archive.sink.BatchLimits;
import io.firstlight.schemas.topic.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveConfigTest {

    private static final Map<String, String> LEAST =
            Map.of("FIRSTLIGHT_KAFKA", "h:9092", "FIRSTLIGHT_POSTGRES", "jdbc:postgresql://h/db");

    @Test
    void kafkaAndPostgresAreEnough() {
        ArchiveConfig config = ArchiveConfig.from(LEAST);
        assertThat(config.sink().bootstrapServers()).isEqualTo("h:9092");
        assertThat(config.sink().groupId()).isEqualTo("firstlight-archive");
        assertThat(config.sink().topicNames())
                .containsExactly(
                        "firstlight.ack",
                        "firstlight.command",
                        "firstlight.event",
                        "firstlight.log",
                        "firstlight.message");
        assertThat(config.database()).isEqualTo(new DatabaseConfig("jdbc:postgresql://h/db", "postgres", ""));
    }

    @Test
    void everyKeyIsHeard() {
        ArchiveConfig config = ArchiveConfig.from(with(Map.of(
                "FIRSTLIGHT_ARCHIVE_TOPICS", "telemetry, message",
                "FIRSTLIGHT_ARCHIVE_GROUP", "g",
                "FIRSTLIGHT_ARCHIVE_BATCH_RECORDS", "7",
                "FIRSTLIGHT_ARCHIVE_BATCH_BYTES", "8",
                "FIRSTLIGHT_ARCHIVE_BATCH_TIME", "PT2S",
                "FIRSTLIGHT_POSTGRES_USER", "u",
                "FIRSTLIGHT_POSTGRES_PASSWORD", "p")));
        assertThat(config.sink().topics()).containsExactlyInAnyOrder(Topic.TELEMETRY, Topic.MESSAGE);
        assertThat(config.sink().groupId()).isEqualTo("g");
        assertThat(config.sink().limits()).isEqualTo(new BatchLimits(7, 8, Duration.ofSeconds(2)));
        assertThat(config.database()).isEqualTo(new DatabaseConfig("jdbc:postgresql://h/db", "u", "p"));
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_KAFKA, ''",
        "FIRSTLIGHT_POSTGRES, jdbc:mysql://h/db",
        "FIRSTLIGHT_ARCHIVE_TOPICS, heartbeat",
        "FIRSTLIGHT_ARCHIVE_TOPICS, ''",
        "FIRSTLIGHT_ARCHIVE_BATCH_RECORDS, 0",
        "FIRSTLIGHT_ARCHIVE_BATCH_RECORDS, 100001",
        "FIRSTLIGHT_ARCHIVE_BATCH_BYTES, many",
        "FIRSTLIGHT_ARCHIVE_BATCH_TIME, 50",
        "FIRSTLIGHT_ARCHIVE_BATCH_TIME, PT-1S",
    })
    void aWrongValueIsRefusedWithItsKey(String key, String value) {
        assertThatThrownBy(() -> ArchiveConfig.from(with(Map.of(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    @Test
    void thePasswordIsNeverShown() {
        ArchiveConfig config = ArchiveConfig.from(with(Map.of(
                "FIRSTLIGHT_POSTGRES", "jdbc:postgresql://h/db?password=secret1",
                "FIRSTLIGHT_POSTGRES_PASSWORD", "secret2")));
        assertThat(config.toString()).contains("jdbc:postgresql://h/db").doesNotContain("secret");
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return all;
    }
}
