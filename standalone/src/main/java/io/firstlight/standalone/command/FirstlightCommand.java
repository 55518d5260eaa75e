package io.firstlight.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;

/** The command itself, without its subcommands; {@link #line} joins them and sets the rules that hold for all. */
@Command(
        name = "firstlight",
        description = "Live telemetry for observatories, spacecraft and plants.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpWidth = 100,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        parameterListHeading = "%nArguments:%n",
        descriptionHeading = "%n",
        footer = {
            "",
            "Each option --foo-bar is also the environment variable FIRSTLIGHT_FOO_BAR; the command line wins."
        })
public final class FirstlightCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Stack traces with errors, and more of the log on the terminal (also FIRSTLIGHT_DEBUG).")
    @SuppressWarnings("UnusedVariable") // read through the spec, from whichever subcommand runs
    private boolean verbose;

    private FirstlightCommand() {}

    /** The whole command line, ready to execute. Prints to the writers alone. */
    public static CommandLine line(List<?> subcommands, Environment environment, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new FirstlightCommand());
        subcommands.forEach(line::addSubcommand);
        return line.setDefaultValueProvider(new EnvironmentDefaults(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAllowOptionsAsOptionParameters(false)
                .setParameterExceptionHandler(new UsageErrors(environment))
                .setExecutionExceptionHandler(new RunErrors())
                .setOut(out)
                .setErr(err);
    }

    /** Without a subcommand there is nothing to run. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
