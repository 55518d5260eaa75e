package io.firstlight.auth.database;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseConfigTest {

    private static final Map<String, String> LEAST = Map.of("database.url", "jdbc:postgresql://localhost/firstlight");

    @Test
    void hasADefaultForAllButTheUrl() {
        DatabaseConfig config = DatabaseConfig.of(LEAST);

        assertThat(config)
                .isEqualTo(
                        DatabaseConfig.of("jdbc:postgresql://localhost/firstlight", DatabaseConfig.DEFAULT_USER, ""));
        assertThat(config.poolSize()).isEqualTo(8);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsEveryKey() {
        DatabaseConfig config = DatabaseConfig.of(Map.of(
                "database.url", "jdbc:postgresql://db:5433/x",
                "database.user", "u",
                "database.password", "p",
                "database.pool-size", "20",
                "database.connect-timeout-ms", "1000",
                "database.answer-timeout-ms", "2000"));

        assertThat(config)
                .isEqualTo(new DatabaseConfig(
                        "jdbc:postgresql://db:5433/x", "u", "p", 20, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @Test
    void namesTheKeyOfAWrongValue() {
        Map<String, String> wrong = Map.of(
                "database.url", "jdbc:mysql://localhost/x",
                "database.pool-size", "2",
                "database.connect-timeout-ms", "soon",
                "database.answer-timeout-ms", "0");

        wrong.forEach((key, value) -> {
            Map<String, String> settings = new HashMap<>(LEAST);
            settings.put(key, value);
            assertThatThrownBy(() -> DatabaseConfig.of(settings))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(key);
        });
        assertThatThrownBy(() -> DatabaseConfig.of(Map.of())).hasMessageContaining("database.url");
    }

    @Test
    void showsNoPassword() {
        DatabaseConfig config = DatabaseConfig.of("jdbc:postgresql://localhost/x?password=hush1", "u", "hush2");

        assertThat(config.toString()).doesNotContain("hush").contains("localhost/x");
        assertThatThrownBy(() -> DatabaseConfig.of("jdbc:h2:x?password=hush1", "u", "hush2"))
                .hasMessageNotContaining("hush");
    }
}
