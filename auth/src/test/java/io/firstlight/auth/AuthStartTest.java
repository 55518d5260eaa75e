package io.firstlight.auth;

import io.firstlight.auth.database.AuthSchema;
import io.firstlight.auth.session.LoginPolicy;
import io.firstlight.auth.session.Session;
import io.firstlight.auth.token.KeyDirectory;
import io.firstlight.auth.user.FirstPasswords;
import io.firstlight.auth.user.NewUser;
import io.firstlight.auth.user.User;
import io.firstlight.auth.user.UserAdministration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static io.firstlight.auth.AuthHouse.principal;
import static io.firstlight.auth.AuthHouse.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuthStartTest {

    @TempDir
    Path keyDirectory;

    private AuthHouse house;

    @BeforeEach
    void open() {
        house = new AuthHouse(keyDirectory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void makesTheDevelopmentUsersOnceAndKeepsChangedPasswords() {
        AuthService first = house.started(house.development());
        first.administration().setPassword("admin", "no longer test");
        first.administration().leave("cmd_user", "cmd");

        AuthService second = house.started(house.development());

        session(second.login("admin", "no longer test", "test"));
        assertThat(second.administration().list()).extracting(User::name).containsExactly("admin", "cmd_user", "user");
        assertThat(session(second.login("cmd_user", "cmd_user", "test"))
                        .principal()
                        .mayCommand())
                .isFalse();
    }

    @Test
    void makesNoUsersInProduction() {
        new KeyDirectory(keyDirectory).loadOrGenerate();

        AuthService production = house.started(house.production());

        assertThat(production.administration().list()).isEmpty();
    }

    @Test
    void makesLovesFirstUsersWithTheirGivenPasswordsInProductionAndNoCmdUser() {
        new KeyDirectory(keyDirectory).loadOrGenerate();
        FirstPasswords given = new FirstPasswords("admin's password", "user's password", "cmd_user's password");

        AuthService production = house.started(withFirstPasswords(house.production(), given));

        assertThat(production.administration().list()).extracting(User::name).containsExactly("admin", "user");
        User admin = session(production.login("admin", "admin's password", "test"))
                .principal()
                .user();
        User user = session(production.login("user", "user's password", "test"))
                .principal()
                .user();
        assertThat(admin.superuser()).isTrue();
        assertThat(admin.email()).isEqualTo("admin@fake.com");
        assertThat(user.superuser()).isFalse();
        assertThat(user.groups()).containsExactly("ui_framework");
        assertThat(user.email()).isEqualTo("user@fake.com");
    }

    @Test
    void leavesFirstUsersWhoExistTheirPasswords() {
        new KeyDirectory(keyDirectory).loadOrGenerate();
        house.started(withFirstPasswords(house.production(), new FirstPasswords("the first one", null, null)));

        AuthService again =
                house.started(withFirstPasswords(house.production(), new FirstPasswords("another one", null, null)));

        session(again.login("admin", "the first one", "test"));
        assertThat(again.administration().list()).extracting(User::name).containsExactly("admin");
    }

    @Test
    void refusesProductionWithAFirstPasswordThatIsTooShortAndNamesTheKey() {
        new KeyDirectory(keyDirectory).loadOrGenerate();

        assertThatThrownBy(() ->
                        house.started(withFirstPasswords(house.production(), new FirstPasswords("test", null, null))))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.admin-password")
                .hasMessageContaining("at least");
    }

    @Test
    void givesDevelopmentUsersTheGivenPasswordsWhereThereAreAny() {
        AuthService auth =
                house.started(withFirstPasswords(house.development(), new FirstPasswords(null, null, "another")));

        session(auth.login("cmd_user", "another", "test"));
        session(auth.login("admin", "test", "test"));
    }

    @Test
    void refusesProductionWithoutASigningKeyBeforeTouchingTheDatabase() {
        AuthService production = house.service(house.production());

        assertThatThrownBy(production::start)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("no signing key")
                .hasMessageContaining("openssl");
        assertThat(house.schemaExists()).isFalse();
        assertThat(keyDirectory).isEmptyDirectory();
    }

    @Test
    void refusesProductionWhileAnActiveUserHasADefaultPassword() {
        UserAdministration administration = house.started(house.development()).administration();

        assertThatThrownBy(() -> house.started(house.production()))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("admin, user, cmd_user")
                .hasMessageContaining("firstlight user passwd admin");

        administration.setPassword("admin", "something else");
        administration.setActive("user", false);
        assertThatThrownBy(() -> house.started(house.production()))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("cmd_user")
                .hasMessageNotContaining("admin");

        administration.setPassword("cmd_user", "something else");
        house.started(house.production());
    }

    @Test
    void refusesProductionWithTheProcessPasswordOfDevelopment() {
        new KeyDirectory(keyDirectory).loadOrGenerate();

        assertThatThrownBy(() -> house.started(withProcessPassword(house.production(), "dev_pass")))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.process-password")
                .hasMessageNotContaining("dev_pass");
        house.started(withProcessPassword(house.development(), "dev_pass"));
    }

    @Test
    void migratesTwiceWithoutHarm() {
        AuthService auth = house.started(house.development());
        Session session = session(auth.login("user", "user", "test"));

        AuthSchema.migrate(house.pool());

        assertThat(house.count("auth.migrations where success and version is not null"))
                .isEqualTo(3);
        assertThat(principal(house.started(house.development()).authenticate(session.token())))
                .isEqualTo(session.principal());
    }

    @RepeatedTest(5)
    void startsSeveralServicesAtOnceOnAnEmptyDatabase() throws Exception {
        int services = 4;
        CountDownLatch all = new CountDownLatch(services);
        try (ExecutorService threads = Executors.newFixedThreadPool(services)) {
            List<AuthService> waiting = IntStream.range(0, services)
                    .mapToObj(i -> house.service(house.development()))
                    .toList();
            List<Future<?>> starts = waiting.stream()
                    .<Future<?>>map(service -> threads.submit(() -> {
                        all.countDown();
                        all.await();
                        service.start();
                        return service;
                    }))
                    .toList();
            for (Future<?> start : starts) {
                start.get();
            }

            Session session = session(waiting.get(0).login("user", "user", "test"));
            for (AuthService service : waiting) {
                assertThat(principal(service.authenticate(session.token()))).isEqualTo(session.principal());
                assertThat(service.jwks()).isEqualTo(waiting.get(0).jwks());
            }
            assertThat(waiting.get(0).administration().list()).hasSize(3);
        }
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        AuthService auth = house.service(house.development());
        house.closePools();

        assertThatThrownBy(auth::start).isInstanceOf(AuthException.class).hasMessageContaining("database");
    }

    @Test
    void answersOnlyBetweenStartAndClose() {
        AuthService auth = house.service(house.development());
        assertThatThrownBy(() -> auth.authenticate("x")).isInstanceOf(IllegalStateException.class);

        auth.start();
        assertThatThrownBy(auth::start).isInstanceOf(IllegalStateException.class);
        auth.close();
        auth.close();

        assertThatThrownBy(auth::jwks).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opensAdministrationOnAnEmptyDatabaseForTheCommandLine() {
        UserAdministration administration = AuthService.openAdministration(house.pool(), house.clock());

        administration.add(NewUser.of("ann", "long enough", "ui_framework"));

        session(house.started(house.development()).login("ann", "long enough", "test"));
    }

    private static AuthConfig withFirstPasswords(AuthConfig config, FirstPasswords passwords) {
        return new AuthConfig(
                config.keyDirectory(),
                config.generateKey(),
                config.development(),
                config.issuer(),
                config.tokenLifetime(),
                config.processPassword(),
                config.passwordCost(),
                config.loginPolicy(),
                passwords);
    }

    private static AuthConfig withProcessPassword(AuthConfig config, @Nullable String password) {
        LoginPolicy policy = config.loginPolicy();
        return new AuthConfig(
                config.keyDirectory(),
                config.generateKey(),
                config.development(),
                config.issuer(),
                config.tokenLifetime(),
                password,
                config.passwordCost(),
                policy,
                config.firstPasswords());
    }
}
