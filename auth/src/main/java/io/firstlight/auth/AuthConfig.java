package io.firstlight.auth;

import io.firstlight.auth.password.Argon2Cost;
import io.firstlight.auth.session.LoginPolicy;
import io.firstlight.auth.user.FirstPasswords;
import io.firstlight.schemas.setting.Setting;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How auth works.
 *
 * @param keyDirectory key {@code auth.key-directory}, required: where the signing key is
 * @param generateKey key {@code auth.generate-key}: make a signing key where there is none; default false
 * @param development key {@code auth.development}: have the development users, and accept passwords that everybody knows; default false
 * @param issuer key {@code auth.issuer}: {@code iss} of our tokens; others are refused; default {@value #DEFAULT_ISSUER}
 * @param tokenLifetime key {@code auth.token-lifetime-s}: 1 minute to 10 years; default 30 days
 * @param processPassword key {@code auth.process-password}: what producers show; default none, then no producer gets in by it
 * @param passwordCost keys {@code auth.hash-memory-kib} and {@code auth.hash-iterations}; default {@link Argon2Cost#DEFAULT}
 * @param loginPolicy keys {@code auth.login-attempts} (default {@value #DEFAULT_LOGIN_ATTEMPTS}), {@code auth.login-window-s} (default 300),
 *     {@code auth.hashes-at-once} (default {@value #DEFAULT_HASHES_AT_ONCE}; each takes the memory of one hash),
 *     {@code auth.sessions-per-user} (also {@value #SESSIONS_PER_USER}; default 0: any number)
 * @param firstPasswords keys {@code auth.admin-password}, {@code auth.user-password}, {@code auth.cmd-user-password} (LOVE:
 *     {@code ADMIN_USER_PASS}, {@code USER_USER_PASS}, {@code CMD_USER_PASS}): passwords of the users {@code admin}, {@code user} and
 *     {@code cmd_user}, which are added at start where they lack; default none
 */
public record AuthConfig(
        Path keyDirectory,
        boolean generateKey,
        boolean development,
        String issuer,
        Duration tokenLifetime,
        @Nullable String processPassword,
        Argon2Cost passwordCost,
        LoginPolicy loginPolicy,
        FirstPasswords firstPasswords) {

    /** Default of {@code auth.issuer}. */
    public static final String DEFAULT_ISSUER = "firstlight";

    /** Default of {@code auth.token-lifetime-s}. */
    public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofDays(30);

    /** Default of {@code auth.login-attempts}. */
    public static final int DEFAULT_LOGIN_ATTEMPTS = 10;

    /** Default of {@code auth.login-window-s}. */
    public static final Duration DEFAULT_LOGIN_WINDOW = Duration.ofMinutes(5);

    /** Default of {@code auth.hashes-at-once}. */
    public static final int DEFAULT_HASHES_AT_ONCE = 4;

    /** The environment's name of {@code auth.sessions-per-user}. */
    static final String SESSIONS_PER_USER = "FIRSTLIGHT_SESSIONS_PER_USER";

    private static final int MOST_SESSIONS = 1_000_000;

    /** The process password of LOVE's development set-up. */
    static final String DEFAULT_PROCESS_PASSWORD = "dev_pass";

    private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);

    public AuthConfig {
        Objects.requireNonNull(keyDirectory, "keyDirectory");
        Objects.requireNonNull(passwordCost, "passwordCost");
        Objects.requireNonNull(loginPolicy, "loginPolicy");
        Objects.requireNonNull(firstPasswords, "firstPasswords");
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("auth.issuer must not be empty");
        }
        Setting.requireWithin(
                "auth.token-lifetime-s",
                tokenLifetime.toSeconds(),
                SHORTEST_LIFETIME.toSeconds(),
                LONGEST_LIFETIME.toSeconds());
        if (processPassword != null && processPassword.isEmpty()) {
            throw new IllegalArgumentException("auth.process-password is empty: leave it out to have none");
        }
    }

    /**
     * Reads the keys named above.
     *
     * @throws IllegalArgumentException if a value is missing or wrong; the message names the key
     */
    public static AuthConfig of(Map<String, String> settings) {
        String directory = settings.get("auth.key-directory");
        if (directory == null || directory.isBlank()) {
            throw new IllegalArgumentException("auth.key-directory is missing: name the directory of the signing key");
        }
        return new AuthConfig(
                Path.of(directory),
                Setting.truth(settings, "auth.generate-key", false),
                Setting.truth(settings, "auth.development", false),
                settings.getOrDefault("auth.issuer", DEFAULT_ISSUER),
                Duration.ofSeconds(
                        Setting.number(settings, "auth.token-lifetime-s", (int) DEFAULT_TOKEN_LIFETIME.toSeconds())),
                settings.get("auth.process-password"),
                new Argon2Cost(
                        Setting.number(settings, "auth.hash-memory-kib", Argon2Cost.DEFAULT.memoryKib(), 1, 1 << 20),
                        Setting.number(settings, "auth.hash-iterations", Argon2Cost.DEFAULT.iterations(), 1, 100),
                        1),
                new LoginPolicy(
                        Setting.number(settings, "auth.login-attempts", DEFAULT_LOGIN_ATTEMPTS, 1, 1_000_000),
                        Duration.ofSeconds(Setting.number(
                                settings, "auth.login-window-s", (int) DEFAULT_LOGIN_WINDOW.toSeconds(), 1, 86_400)),
                        Setting.number(settings, "auth.hashes-at-once", DEFAULT_HASHES_AT_ONCE, 1, 64),
                        sessionsPerUser(settings)),
                new FirstPasswords(
                        settings.get("auth.admin-password"),
                        settings.get("auth.user-password"),
                        settings.get("auth.cmd-user-password")));
    }

    /** All but the passwords. */
    @Override
    public String toString() {
        return "AuthConfig[keyDirectory=" + keyDirectory + ", generateKey=" + generateKey + ", development="
                + development
                + ", issuer=" + issuer + ", tokenLifetime=" + tokenLifetime + ", processPassword="
                + (processPassword == null ? "none" : "***") + ", passwordCost=" + passwordCost + ", loginPolicy="
                + loginPolicy + ", firstPasswords=" + firstPasswords + "]";
    }

    private static int sessionsPerUser(Map<String, String> settings) {
        String key = settings.containsKey("auth.sessions-per-user") ? "auth.sessions-per-user" : SESSIONS_PER_USER;
        return Setting.number(settings, key, LoginPolicy.UNLIMITED, 0, MOST_SESSIONS);
    }
}
