package io.firstlight.standalone.service;

import io.firstlight.archive.ArchiveConfig;
import io.firstlight.archive.ArchiveService;
import io.firstlight.archive.sink.SinkState;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.PostgresOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicOptions;
import io.firstlight.standalone.command.Verbosity;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.startup.ServiceStack;
import io.firstlight.standalone.startup.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code firstlight archive}. */
@Command(
        name = "archive",
        description = {
            "Store messages, events, acks, logs and commands in PostgreSQL, each exactly once.",
            "",
            "Several may run on one database; they share the work."
        })
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
public final class ArchiveCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private PostgresOption postgres;

    @Option(
            names = "--archive-topics",
            paramLabel = "NAME[,...]",
            defaultValue = "message,event,ack,log,command",
            description = "What to store; telemetry may be added (default: ${DEFAULT-VALUE}).")
    private String archiveTopics;

    @Option(
            names = "--archive-batch-records",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Most records in one transaction (default: ${DEFAULT-VALUE}).")
    private String batchRecords;

    @Mixin
    private HealthOptions health;

    @Mixin
    private CheckOption check;

    public ArchiveCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The config that the options and the environment describe; wrong values are refused in the user's words. */
    ArchiveConfig config() {
        Settings settings = Settings.of(spec, environment).with("FIRSTLIGHT_KAFKA", kafka.servers());
        return postgres.address()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--postgres (or FIRSTLIGHT_POSTGRES) is missing: where to store"))
                .into(settings)
                .build(ArchiveConfig::from);
    }

    @Override
    public Integer call() throws Exception {
        ArchiveConfig config = config();
        if (check.endsHere(spec)) {
            return 0;
        }
        Logs.talkative(Verbosity.isAsked(spec.commandLine()));
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<ArchiveService> archive = stack.add(
                "archive",
                Duration.ofSeconds(9),
                () -> Starting.orClosed(
                        new ArchiveService(config, clock, meters.get().registry()), ArchiveService::start),
                meters);
        stack.add(
                "health",
                Duration.ofSeconds(1),
                () -> HealthServer.start(
                        health,
                        () -> archive.get().state() instanceof SinkState.Running,
                        meters.get().registry()),
                archive);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return 0;
    }
}
