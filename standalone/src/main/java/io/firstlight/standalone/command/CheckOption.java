package io.firstlight.standalone.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --check} of every command that runs until it is stopped: tries a configuration without running it. */
public final class CheckOption {

    @Option(names = "--check", description = "Check every option and variable, start nothing, and end.")
    private boolean asked;

    /** Whether to end here, all values having been read; says so then. */
    public boolean endsHere(CommandSpec command) {
        if (asked) {
            command.commandLine().getOut().println("every option is valid");
        }
        return asked;
    }
}
