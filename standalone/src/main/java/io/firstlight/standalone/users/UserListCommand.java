package io.firstlight.standalone.users;

import io.firstlight.auth.user.User;
import io.firstlight.auth.user.UserAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code firstlight user list}. */
@Command(name = "list", description = "List the users with their groups.")
final class UserListCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private UserDatabase database;

    UserListCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        List<User> users = database.with(clock, UserAdministration::list);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %-9s %-22s %s%n", "user", "is", "added (UTC)", "groups");
        for (User user : users) {
            String kind = !user.active() ? "inactive" : user.superuser() ? "superuser" : "active";
            out.printf(
                    "%-24s %-9s %-22s %s%n",
                    user.name(),
                    kind,
                    user.createdAt().truncatedTo(ChronoUnit.SECONDS),
                    String.join(", ", user.groups().stream().sorted().toList()));
        }
    }
}
