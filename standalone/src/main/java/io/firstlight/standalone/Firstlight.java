package io.firstlight.standalone;

import io.firstlight.bench.BenchCommand;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.FirstlightCommand;
import io.firstlight.standalone.command.VersionCommand;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.producer.ProducerCommand;
import io.firstlight.standalone.producer.ReplayCommand;
import io.firstlight.standalone.service.ArchiveCommand;
import io.firstlight.standalone.service.RelayCommand;
import io.firstlight.standalone.service.RouterCommand;
import io.firstlight.standalone.service.WebEdgeCommand;
import io.firstlight.standalone.single.StandaloneCommand;
import io.firstlight.standalone.tap.TapCommand;
import io.firstlight.standalone.topics.TopicsCommand;
import io.firstlight.standalone.users.GroupCommand;
import io.firstlight.standalone.users.UserCommand;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.List;

/** The program {@code firstlight}. */
public final class Firstlight {

    private Firstlight() {}

    /** Runs one subcommand and ends the process with its exit code: 0, 1 after a failure, 2 after a mistake on the command line. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        Logs.quiet(false);
        int exitCode = line(Environment.of(System.getenv()), out, err).execute(arguments);
        out.flush();
        System.exit(exitCode);
    }

    /** The whole command line. One line here is one subcommand, in the order of the help. */
    static CommandLine line(Environment environment, PrintWriter out, PrintWriter err) {
        return FirstlightCommand.line(
                List.of(
                        new StandaloneCommand(environment, Clock.systemUTC()),
                        new WebEdgeCommand(environment, Clock.systemUTC()),
                        new RouterCommand(environment),
                        new ArchiveCommand(environment, Clock.systemUTC()),
                        new RelayCommand(environment, Clock.systemUTC()),
                        ProducerCommand.with(environment, Clock.systemUTC()),
                        new ReplayCommand(environment, Clock.systemUTC()),
                        new TapCommand(environment, Clock.systemUTC()),
                        TopicsCommand.with(environment),
                        UserCommand.with(environment, Clock.systemUTC()),
                        GroupCommand.withSubcommands(),
                        BenchCommand.line(),
                        new VersionCommand()),
                environment,
                out,
                err);
    }
}
