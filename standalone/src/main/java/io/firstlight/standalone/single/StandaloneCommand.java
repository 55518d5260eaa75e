package io.firstlight.standalone.single;

import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.EdgeOptions;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.PortConverter;
import io.firstlight.standalone.command.PostgresOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicOptions;
import io.firstlight.standalone.command.Verbosity;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.service.Foreground;
import io.firstlight.standalone.startup.PrintedProgress;
import io.firstlight.standalone.startup.ServiceStack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code firstlight standalone}. */
@Command(
        name = "standalone",
        description = {
            "Run everything in one process: Kafka, PostgreSQL, router, archive, users, the edge, this machine's own"
                    + " telemetry, and a demo observatory that takes commands.",
            "",
            "Prints what it starts, then 'ready: URL' and how to log in. Ctrl-C stops it in order, within 10 s. The data"
                    + " stays in --data. On a loopback --host it has development users; elsewhere it has none, and refuses"
                    + " passwords that everybody knows."
        })
public final class StandaloneCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where everything is kept, the log too (default: ./${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            converter = PortConverter.class,
            description = "Port of the embedded Kafka on 127.0.0.1; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int brokerPort;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT[,...]",
            converter = KafkaOption.Servers.class,
            description = "Use this running Kafka; nothing is embedded then in its place.")
    private @Nullable String kafka;

    @Mixin
    private PostgresOption postgres;

    @Option(
            names = "--no-demo",
            description = "Without the demo observatory; this machine's own telemetry is always produced.")
    private boolean noDemo;

    @Option(
            names = "--demo",
            description = "With the demo observatory also on a cluster of --kafka, into which it then writes; without"
                    + " --kafka it runs anyway.")
    private boolean demo;

    @Mixin
    @SuppressWarnings("UnusedVariable") // the values are read from the parse result, see Settings
    private TopicOptions topics;

    @Mixin
    private CheckOption check;

    public StandaloneCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** What the options and the environment describe; wrong values are refused in the user's words. */
    StandaloneConfig config() {
        Settings settings = Settings.of(spec, environment);
        edge.processPassword().ifPresent(password -> settings.with("auth.process-password", password));
        if (demo && noDemo) {
            throw new ParameterException(spec.commandLine(), "--demo and --no-demo exclude each other");
        }
        StandaloneConfig config = new StandaloneConfig(
                data,
                edge.host(),
                edge.port(),
                brokerPort,
                kafka,
                postgres.address().orElse(null),
                demo || (kafka == null && !noDemo),
                settings);
        try {
            config.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return config;
    }

    @Override
    public Integer call() throws Exception {
        StandaloneConfig config = config();
        if (check.endsHere(spec)) {
            return 0;
        }
        Logs.quiet(Verbosity.isAsked(spec.commandLine()));
        PrintWriter out = spec.commandLine().getOut();
        Standalone standalone = new Standalone(config, new PrintedProgress(out, Ansi.AUTO.enabled()), clock);
        ServiceStack stack = standalone.assemble();
        Foreground.run(stack, () -> printReady(out, config, standalone.port()), standalone.fault());
        return 0;
    }

    private static void printReady(PrintWriter out, StandaloneConfig config, int port) {
        String host = config.onLoopback() ? "localhost" : config.host();
        out.println("ready: http://" + host + ":" + port);
        if (config.onLoopback()) {
            out.println("  log in as admin (password " + password(config, "admin", "test") + "), user ("
                    + password(config, "user", "user") + ") or cmd_user (" + password(config, "cmd-user", "cmd_user")
                    + "); these development users exist on loopback only");
        } else {
            out.println("  add users with: firstlight user add NAME --data " + config.data());
        }
        if (config.demo()) {
            out.println("  a demo observatory runs: watch telemetry-ATDome-0-position, and see docs/walkthrough.md");
        }
        out.println(
                "  Ctrl-C stops; the log is in " + config.data().resolve("logs").resolve(Logs.FILE));
        out.flush();
    }

    /** The password that a user gets when he is added; one that was given is not shown. */
    private static String password(StandaloneConfig config, String user, String known) {
        boolean given =
                !config.settings().value("auth." + user + "-password", "").isEmpty();
        return given ? "as given" : known;
    }
}
