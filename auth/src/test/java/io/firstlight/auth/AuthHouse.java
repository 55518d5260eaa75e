package io.firstlight.auth;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.auth.password.Argon2Cost;
import io.firstlight.auth.session.Authentication;
import io.firstlight.auth.session.LoginOutcome;
import io.firstlight.auth.session.LoginPolicy;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.FirstPasswords;
import io.firstlight.embedded.testkit.TestPostgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A real database of its own, a clock that stands still, and services on them with cheap passwords. */
final class AuthHouse implements AutoCloseable {

    static final Duration LIFETIME = Duration.ofDays(30);
    static final int LOGIN_ATTEMPTS = 5;
    static final Duration LOGIN_WINDOW = Duration.ofMinutes(5);

    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    private final Path keyDirectory;
    private final TestPostgres.Database database = TestPostgres.shared().freshDatabase();
    private final ManualClock clock = new ManualClock();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final List<AuthService> services = new ArrayList<>();

    AuthHouse(Path keyDirectory) {
        this.keyDirectory = keyDirectory;
    }

    ManualClock clock() {
        return clock;
    }

    /** A pool of its own, as another process would have. */
    HikariDataSource pool() {
        HikariDataSource pool = new DatabaseConfig(
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        3,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10))
                .openPool("test");
        pools.add(pool);
        return pool;
    }

    AuthConfig development() {
        return config(true, CHEAP);
    }

    AuthConfig production() {
        return config(false, CHEAP);
    }

    /** With a limit of sessions. */
    AuthConfig limited(int sessionsPerUser) {
        return config(true, CHEAP, sessionsPerUser);
    }

    AuthConfig config(boolean development, Argon2Cost cost) {
        return config(development, cost, LoginPolicy.UNLIMITED);
    }

    private AuthConfig config(boolean development, Argon2Cost cost, int sessionsPerUser) {
        return new AuthConfig(
                keyDirectory,
                development,
                development,
                AuthConfig.DEFAULT_ISSUER,
                LIFETIME,
                "producer pass",
                cost,
                new LoginPolicy(LOGIN_ATTEMPTS, LOGIN_WINDOW, 4, sessionsPerUser),
                FirstPasswords.NONE);
    }

    /** A service on a pool of its own, not started. */
    AuthService service(AuthConfig config) {
        AuthService service = new AuthService(config, pool(), clock, clock);
        services.add(service);
        return service;
    }

    AuthService started(AuthConfig config) {
        AuthService service = service(config);
        service.start();
        return service;
    }

    /** Cuts every service off its database. */
    void closePools() {
        pools.forEach(HikariDataSource::close);
    }

    String passwordHash(String userName) {
        return ask("select password_hash from auth.users where name = '" + userName + "'");
    }

    int count(String tableAndCondition) {
        return Integer.parseInt(ask("select count(*) from " + tableAndCondition));
    }

    boolean schemaExists() {
        return ask("select count(*) from pg_namespace where nspname = 'auth'").equals("1");
    }

    private String ask(String sql) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static Session session(LoginOutcome outcome) {
        assertThat(outcome).isInstanceOf(LoginOutcome.LoggedIn.class);
        return ((LoginOutcome.LoggedIn) outcome).session();
    }

    static UserPrincipal principal(Authentication authentication) {
        assertThat(authentication).isInstanceOf(Authentication.Authenticated.class);
        return ((Authentication.Authenticated) authentication).principal();
    }

    @Override
    public void close() {
        services.forEach(AuthService::close);
        closePools();
    }
}
