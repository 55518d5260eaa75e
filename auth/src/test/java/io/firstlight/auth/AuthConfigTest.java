package io.firstlight.auth;

import io.firstlight.auth.password.Argon2Cost;
import io.firstlight.auth.session.LoginPolicy;
import io.firstlight.auth.user.FirstPasswords;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuthConfigTest {

    @Test
    void isStrictByDefault() {
        AuthConfig config = AuthConfig.of(Map.of("auth.key-directory", "keys"));

        assertThat(config)
                .isEqualTo(new AuthConfig(
                        Path.of("keys"),
                        false,
                        false,
                        "firstlight",
                        Duration.ofDays(30),
                        null,
                        Argon2Cost.DEFAULT,
                        new LoginPolicy(10, Duration.ofMinutes(5), 4, LoginPolicy.UNLIMITED),
                        FirstPasswords.NONE));
    }

    @Test
    void readsEveryKey() {
        AuthConfig config = AuthConfig.of(Map.of(
                "auth.key-directory", "keys",
                "auth.generate-key", "true",
                "auth.development", "true",
                "auth.issuer", "summit",
                "auth.token-lifetime-s", "3600",
                "auth.process-password", "producer",
                "auth.hash-memory-kib", "64",
                "auth.hash-iterations", "3",
                "auth.login-attempts", "5",
                "auth.sessions-per-user", "3"));

        assertThat(config)
                .isEqualTo(new AuthConfig(
                        Path.of("keys"),
                        true,
                        true,
                        "summit",
                        Duration.ofHours(1),
                        "producer",
                        new Argon2Cost(64, 3, 1),
                        new LoginPolicy(5, Duration.ofMinutes(5), 4, 3),
                        FirstPasswords.NONE));
    }

    @Test
    void knowsTheSessionsPerUserByTheNameInTheEnvironmentToo() {
        String name = "FIRSTLIGHT_SESSIONS_PER_USER";
        assertThat(AuthConfig.of(Map.of("auth.key-directory", "keys", name, "7"))
                        .loginPolicy()
                        .sessionsPerUser())
                .isEqualTo(7);
        assertThatThrownBy(() -> AuthConfig.of(Map.of("auth.key-directory", "keys", name, "-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void namesTheKeyOfAWrongValue() {
        Map<String, String> wrong = Map.of(
                "auth.key-directory", " ",
                "auth.generate-key", "perhaps",
                "auth.development", "",
                "auth.issuer", "",
                "auth.token-lifetime-s", "59",
                "auth.process-password", "",
                "auth.hash-iterations", "0",
                "auth.login-attempts", "none",
                "auth.login-window-s", "99999999999",
                "auth.hashes-at-once", "65");

        wrong.forEach((key, value) -> {
            Map<String, String> settings = new HashMap<>(Map.of("auth.key-directory", "keys"));
            settings.put(key, value);
            assertThatThrownBy(() -> AuthConfig.of(settings))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(key);
        });
        assertThatThrownBy(() -> AuthConfig.of(Map.of())).hasMessageContaining("auth.key-directory");
    }

    @Test
    void showsNoPassword() {
        AuthConfig config = AuthConfig.of(Map.of("auth.key-directory", "keys", "auth.process-password", "hush"));

        assertThat(config.toString()).doesNotContain("hush").contains("keys");
    }
}
