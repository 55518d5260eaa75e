package io.firstlight.standalone.users;

import io.firstlight.standalone.command.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Clock;

/** {@code firstlight user}, without its subcommands. */
@Command(
        name = "user",
        description = "Add or list users, change a password, groups or rights, keep users out.",
        synopsisSubcommandLabel = "COMMAND")
public final class UserCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private UserCommand() {}

    /** The command with its subcommands. */
    public static CommandLine with(Environment environment, Clock clock) {
        return new CommandLine(new UserCommand())
                .addSubcommand(new UserAddCommand(environment, clock))
                .addSubcommand(new UserListCommand(clock))
                .addSubcommand(new UserPasswdCommand(environment, clock))
                .addSubcommand(new UserGrantCommand(clock))
                .addSubcommand(new UserGroupCommand(clock))
                .addSubcommand(new UserActivityCommand.Deactivate(clock))
                .addSubcommand(new UserActivityCommand.Activate(clock));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command, add, list, passwd, grant, group, deactivate or activate?");
    }
}
