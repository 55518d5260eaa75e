package io.firstlight.standalone.command;

import io.firstlight.embedded.StartupFailure;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** A failure ends with one line on stderr: what failed, and what to do; exit code 1. The stack trace only when asked for. */
final class RunErrors implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + line(failure));
        if (Verbosity.isAsked(command)) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }

    private static String line(Exception failure) {
        String message = OneLine.of(String.valueOf(failure.getMessage()));
        return switch (failure) {
            case CommandFailure known -> message + "; " + OneLine.of(known.whatToDo());
            case StartupFailure known -> message + "; " + OneLine.of(known.whatToDo());
            default ->
                failure.getClass().getSimpleName() + ": " + message
                        + "; this was not foreseen: run again with --verbose to see where it comes from";
        };
    }
}
