package io.firstlight.standalone.users;

import io.firstlight.auth.user.NewUser;
import io.firstlight.standalone.command.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.Set;

/** {@code firstlight user add}. */
@Command(
        name = "add",
        description = {
            "Add a user. The password is typed, or read from standard input, or is in " + NewPassword.VARIABLE + ".",
            "",
            "Group ui_framework may see everything, group cmd may send commands; see also 'user grant'."
        })
final class UserAddCommand implements Runnable {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Option(names = "--superuser", description = "May do everything.")
    private boolean superuser;

    @Option(
            names = "--group",
            paramLabel = "NAME[,...]",
            split = ",",
            hideParamSyntax = true,
            description = "Groups to join.")
    private Set<String> groups = Set.of();

    @Option(names = "--email", paramLabel = "ADDRESS", defaultValue = "", description = "E-mail address.")
    private String email;

    @Mixin
    private UserDatabase database;

    UserAddCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public void run() {
        String password = NewPassword.read(environment);
        NewUser user = new NewUser(name, password, email, "", "", superuser, groups);
        database.change(clock, administration -> administration.add(user));
        spec.commandLine().getOut().println("added " + name);
    }
}
