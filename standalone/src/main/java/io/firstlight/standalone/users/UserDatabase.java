package io.firstlight.standalone.users;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.AuthException;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.auth.user.Administration;
import io.firstlight.auth.user.GroupAdministration;
import io.firstlight.auth.user.UserAdministration;
import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.command.PostgresAccess;
import io.firstlight.standalone.command.PostgresAddress;
import io.firstlight.standalone.command.PostgresOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;

/** The options that say in which database the users are, and the way into it. */
final class UserDatabase {

    @Mixin
    private PostgresOption postgres;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Without --postgres: data directory of the standalone that runs on this machine (default:"
                    + " ./${DEFAULT-VALUE}).")
    private Path data;

    /** Opens the database for one piece of work. */
    <T> T with(Clock clock, Function<UserAdministration, T> work) {
        return opened(pool -> work.apply(AuthService.openAdministration(pool, clock)));
    }

    /** The same for work on groups. */
    <T> T withGroups(Function<GroupAdministration, T> work) {
        return opened(pool -> work.apply(AuthService.openGroupAdministration(pool)));
    }

    private <T> T opened(Function<DataSource, T> work) {
        PostgresAddress address = postgres.address().orElseGet(() -> RunningStandalone.address(data));
        PostgresAccess.check(address);
        try (HikariDataSource pool = DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password())
                .openPool("firstlight-user")) {
            return work.apply(pool);
        } catch (AuthException e) {
            throw new CommandFailure(
                    String.valueOf(e.getMessage()), "check that PostgreSQL runs and that --postgres names it", e);
        }
    }

    /** Does one change. */
    boolean change(Clock clock, Function<UserAdministration, Administration> change) {
        return changed(with(clock, change));
    }

    /** Does one change of a group. */
    boolean changeGroups(Function<GroupAdministration, Administration> change) {
        return changed(withGroups(change));
    }

    private static boolean changed(Administration outcome) {
        return switch (outcome) {
            case Administration.Done done -> done.changed();
            case Administration.Refused refused ->
                throw new CommandFailure(refused.message(), "nothing was changed", null);
        };
    }
}
