package io.firstlight.auth.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.schemas.setting.Setting;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One pool of PostgreSQL connections.
 *
 * @param jdbcUrl key {@code database.url}, required: {@code jdbc:postgresql://host:port/name}
 * @param user key {@code database.user}; default {@value #DEFAULT_USER}
 * @param password key {@code database.password}; default none
 * @param poolSize key {@code database.pool-size}: most connections at once, 3 to 200; default {@value #DEFAULT_POOL_SIZE}
 * @param connectTimeout key {@code database.connect-timeout-ms}: how long a caller waits for a connection, 250 ms to 5 min; default 5 s
 * @param answerTimeout key {@code database.answer-timeout-ms}: how long a query may be silent before its connection is given up, 1 s to
 *     10 min, whole seconds; default 30 s
 */
public record DatabaseConfig(
        String jdbcUrl, String user, String password, int poolSize, Duration connectTimeout, Duration answerTimeout) {

    /** Default of {@code database.user}. */
    public static final String DEFAULT_USER = "postgres";

    /** Default of {@code database.pool-size}. */
    public static final int DEFAULT_POOL_SIZE = 8;

    /** Default of {@code database.connect-timeout-ms}. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Default of {@code database.answer-timeout-ms}. */
    public static final Duration DEFAULT_ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** Migration alone needs three: the one that holds the lock, and Flyway's two. */
    private static final int MIN_POOL_SIZE = 3;

    public DatabaseConfig {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "database.url must begin with jdbc:postgresql: but is '" + withoutParameters(jdbcUrl) + "'");
        }
        Setting.requireWithin("database.pool-size", poolSize, MIN_POOL_SIZE, 200);
        Setting.requireWithin("database.connect-timeout-ms", connectTimeout.toMillis(), 250, 300_000);
        Setting.requireWithin("database.answer-timeout-ms", answerTimeout.toMillis(), 1_000, 600_000);
    }

    /** A pool on that database with the defaults of the rest. */
    public static DatabaseConfig of(String jdbcUrl, String user, String password) {
        return new DatabaseConfig(
                jdbcUrl, user, password, DEFAULT_POOL_SIZE, DEFAULT_CONNECT_TIMEOUT, DEFAULT_ANSWER_TIMEOUT);
    }

    /**
     * Reads the keys named above.
     *
     * @throws IllegalArgumentException if a value is missing or wrong; the message names the key
     */
    public static DatabaseConfig of(Map<String, String> settings) {
        String url = settings.get("database.url");
        if (url == null) {
            throw new IllegalArgumentException(
                    "database.url is missing, for example jdbc:postgresql://localhost:5432/firstlight");
        }
        return new DatabaseConfig(
                url,
                settings.getOrDefault("database.user", DEFAULT_USER),
                settings.getOrDefault("database.password", ""),
                Setting.number(settings, "database.pool-size", DEFAULT_POOL_SIZE),
                Setting.milliseconds(settings, "database.connect-timeout-ms", (int) DEFAULT_CONNECT_TIMEOUT.toMillis()),
                Setting.milliseconds(settings, "database.answer-timeout-ms", (int) DEFAULT_ANSWER_TIMEOUT.toMillis()));
    }

    /** A pool that connects at first use. The caller closes it. */
    public HikariDataSource openPool(String poolName) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName(poolName);
        hikari.setJdbcUrl(jdbcUrl);
        hikari.setUsername(user);
        hikari.setPassword(password);
        hikari.setMaximumPoolSize(poolSize);
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(connectTimeout.toMillis());
        hikari.setInitializationFailTimeout(-1);
        hikari.addDataSourceProperty("connectTimeout", String.valueOf(Math.max(1, connectTimeout.toSeconds())));
        hikari.addDataSourceProperty("socketTimeout", String.valueOf(answerTimeout.toSeconds()));
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        hikari.addDataSourceProperty("ApplicationName", poolName);
        return new HikariDataSource(hikari);
    }

    /** All but the secrets: no password, and no URL parameters, which may hold one. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + withoutParameters(jdbcUrl) + ", user=" + user + ", password=***, poolSize="
                + poolSize + ", connectTimeout=" + connectTimeout + ", answerTimeout=" + answerTimeout + "]";
    }

    private static String withoutParameters(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
