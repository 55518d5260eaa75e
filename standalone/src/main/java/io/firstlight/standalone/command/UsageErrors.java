package io.firstlight.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.List;

/** A wrong option or value ends with one line on stderr, which names what the user wrote and where to read more; exit code 2. */
final class UsageErrors implements IParameterExceptionHandler {

    private final Environment environment;

    UsageErrors(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + message(wrong) + " (see: " + name + " --help)");
        return ExitCode.USAGE;
    }

    private String message(ParameterException wrong) {
        String message = OneLine.of(String.valueOf(wrong.getMessage()));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (wrong.getArgSpec() instanceof OptionSpec option && fromEnvironment(option, wrong)) {
            String variable = Environment.variableOf(option.longestName());
            message = environment.sourceOf(variable) + ": " + message;
        }
        return message;
    }

    /** Whether the wrong value is the variable's, not one on the command line. */
    private boolean fromEnvironment(ArgSpec argument, ParameterException wrong) {
        if (wrong instanceof MissingParameterException || !(argument instanceof OptionSpec option)) {
            return false;
        }
        String value = wrong.getValue();
        return value != null
                && argument.originalStringValues().isEmpty()
                && environment
                        .value(Environment.variableOf(option.longestName()))
                        .filter(value::equals)
                        .isPresent();
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        List<String> unmatched = wrong.getUnmatched();
        String first = unmatched.get(0);
        boolean commandExpected = !wrong.getCommandLine().getSubcommands().isEmpty();
        String kind = wrong.isUnknownOption()
                ? "unknown option"
                : commandExpected ? "unknown command" : "unexpected argument";
        List<String> suggestions = wrong.getSuggestions();
        String hint = suggestions.isEmpty() ? "" : ", did you mean " + String.join(" or ", suggestions) + "?";
        return kind + " '" + OneLine.of(first) + "'" + hint;
    }
}
