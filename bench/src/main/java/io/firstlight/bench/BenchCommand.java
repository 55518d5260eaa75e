package io.firstlight.bench;

import io.firstlight.bench.fanout.FanOutCommand;
import io.firstlight.bench.fanout.LateJoinCommand;
import io.firstlight.bench.ingest.IngestCommand;
import io.firstlight.bench.ingest.SocketIngestCommand;
import io.firstlight.bench.live.LiveCommand;
import io.firstlight.bench.micro.MicroCommand;
import io.firstlight.bench.page.MessagesCommand;
import io.firstlight.bench.router.RouterCommand;
import io.firstlight.bench.sal.SalCommand;
import io.firstlight.bench.session.ChurnCommand;
import io.firstlight.bench.session.FailoverCommand;
import io.firstlight.bench.session.ReplayCommand;
import io.firstlight.bench.session.SlowClientCommand;
import io.firstlight.bench.state.BootstrapCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firstlight bench}, without its subcommands; {@link #line} joins them. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Put load on a running Kafka and a running edge, and measure.",
            "",
            "A report comes at the end, or at Ctrl-C of what was measured so far. The figures of a machine with other"
                    + " work, or with this program on the same cores, say little: look at the CPU of this process too."
        })
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private BenchCommand() {}

    /** The command with its subcommands, to be added to another or executed by itself. */
    public static CommandLine line() {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new IngestCommand())
                .addSubcommand(new SocketIngestCommand())
                .addSubcommand(new RouterCommand())
                .addSubcommand(new SalCommand())
                .addSubcommand(new FanOutCommand())
                .addSubcommand(new LateJoinCommand())
                .addSubcommand(new BootstrapCommand())
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new SlowClientCommand())
                .addSubcommand(new ChurnCommand())
                .addSubcommand(new FailoverCommand())
                .addSubcommand(new MessagesCommand())
                .addSubcommand(new LiveCommand())
                .addSubcommand(new MicroCommand())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Runs the command by itself, for those who have the class path but not the {@code firstlight} command. */
    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    /** Without a subcommand there is nothing to measure. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which load? One of ingest, socket-ingest, router, sal, fanout, late-join, bootstrap, replay, slow-client, churn,"
                        + " failover, messages, live, micro");
    }
}
