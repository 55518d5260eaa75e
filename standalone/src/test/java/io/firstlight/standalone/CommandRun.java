package io.firstlight.standalone;

import io.firstlight.standalone.command.Environment;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * What one run of the real command line, in this process, ended with.
 *
 * @param exitCode the process's exit code
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs it without any environment variable. */
    public static CommandRun of(String... arguments) {
        return with(Map.of(), arguments);
    }

    /** Runs it with those environment variables alone. */
    public static CommandRun with(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Firstlight.line(
                        Environment.of(environment), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** The lines on standard error. */
    public List<String> errorLines() {
        return err.lines().toList();
    }
}
