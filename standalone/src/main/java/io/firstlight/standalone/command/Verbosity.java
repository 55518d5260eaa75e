package io.firstlight.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Whether {@code --verbose} was asked for, on the command line or as {@code FIRSTLIGHT_VERBOSE} or {@code FIRSTLIGHT_DEBUG}. */
public final class Verbosity {

    private Verbosity() {}

    /** Asks the innermost command; the option is inherited by all. */
    public static boolean isAsked(CommandLine command) {
        OptionSpec option = command.getCommandSpec().findOption("--verbose");
        return option != null && Boolean.TRUE.equals(option.getValue());
    }
}
