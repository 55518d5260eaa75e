package io.firstlight.standalone.topics;

import io.firstlight.standalone.command.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firstlight topics}, without its subcommands. */
@Command(name = "topics", description = "Create or list the topics of the log.", synopsisSubcommandLabel = "COMMAND")
public final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private TopicsCommand() {}

    /** The command with its subcommands. */
    public static CommandLine with(Environment environment) {
        return new CommandLine(new TopicsCommand())
                .addSubcommand(new TopicsCreateCommand(environment))
                .addSubcommand(new TopicsListCommand(environment));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command, create or list?");
    }
}
