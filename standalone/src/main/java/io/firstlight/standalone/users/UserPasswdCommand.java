package io.firstlight.standalone.users;

import io.firstlight.standalone.command.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;

/** {@code firstlight user passwd}. */
@Command(
        name = "passwd",
        description = {
            "Change a user's password; all his tokens end.",
            "",
            "It is typed, or read from standard input, or is in " + NewPassword.VARIABLE + "."
        })
final class UserPasswdCommand implements Runnable {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Mixin
    private UserDatabase database;

    UserPasswdCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public void run() {
        String password = NewPassword.read(environment);
        database.change(clock, administration -> administration.setPassword(name, password));
        spec.commandLine().getOut().println("changed the password of " + name + "; all tokens of that user have ended");
    }
}
