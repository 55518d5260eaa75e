package io.firstlight.standalone.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives an option that is not on the command line the value of its environment variable. */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Environment environment;

    EnvironmentDefaults(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()) {
            return environment
                    .value(Environment.variableOf(option.longestName()))
                    .orElse(null);
        }
        return null;
    }
}
