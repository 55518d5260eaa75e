package io.firstlight.standalone.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.ingest.source.host.HostConfig;
import io.firstlight.ingest.source.host.HostSource;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicPrefixOption;
import io.firstlight.standalone.command.Verbosity;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.service.Foreground;
import io.firstlight.standalone.service.HealthOptions;
import io.firstlight.standalone.service.HealthServer;
import io.firstlight.standalone.service.LoggedProgress;
import io.firstlight.standalone.service.Meters;
import io.firstlight.standalone.service.Starting;
import io.firstlight.standalone.startup.ServiceStack;
import io.firstlight.standalone.startup.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code firstlight producer host}. */
@Command(
        name = "host",
        description = {
            "Produce this machine's own telemetry as component Host, until stopped: processors, memory, disks, network,"
                    + " temperatures and fans where there are any, and events when something is nearly full.",
            "",
            "Needs the topics, which any service or 'firstlight topics create' makes."
        })
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
public final class HostCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicPrefixOption topics;

    @Option(
            names = "--host-index",
            paramLabel = "N",
            defaultValue = "1",
            description = "Instance number of the component, one for each machine (default: ${DEFAULT-VALUE}).")
    private String index;

    @Option(
            names = "--host-period-ms",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Milliseconds from sample to sample, 100 to 3600000 (default: ${DEFAULT-VALUE}).")
    private String periodMs;

    @Option(
            names = "--host-disk-full-percent",
            paramLabel = "PERCENT",
            defaultValue = "90",
            description = "Used part from which a file system is nearly full (default: ${DEFAULT-VALUE}).")
    private String diskFullPercent;

    @Option(
            names = "--host-memory-low-percent",
            paramLabel = "PERCENT",
            defaultValue = "10",
            description = "Available part below which memory is low (default: ${DEFAULT-VALUE}).")
    private String memoryLowPercent;

    @Option(
            names = "--host-load-high-per-core",
            paramLabel = "LOAD",
            defaultValue = "2",
            description = "Load average per core from which the load is high (default: ${DEFAULT-VALUE}).")
    private String loadHighPerCore;

    @Mixin
    private HealthOptions health;

    @Mixin
    private CheckOption check;

    HostCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The configs that the options and the environment describe; wrong values are refused in the user's words. */
    private record Configs(IngestConfig ingest, HostConfig host) {}

    private Configs configs() {
        Settings settings = Settings.of(spec, environment).with(IngestConfig.KAFKA, kafka.servers());
        return new Configs(settings.build(IngestConfig::from), settings.build(HostConfig::from));
    }

    @Override
    public Integer call() throws Exception {
        Configs configs = configs();
        if (check.endsHere(spec)) {
            return 0;
        }
        Logs.talkative(Verbosity.isAsked(spec.commandLine()));
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<TelemetryProducer> producer = stack.add(
                "producer",
                Duration.ofSeconds(6),
                () -> TelemetryProducer.start(configs.ingest(), meters.get().registry(), clock),
                meters);
        Step<HostSource> source = stack.add(
                "this machine",
                Duration.ofSeconds(3),
                () -> Starting.orClosed(
                        HostSource.ofThisMachine(configs.host(), meters.get().registry()),
                        host -> host.start(producer.get())),
                meters,
                producer);
        stack.add(
                "health",
                Duration.ofSeconds(1),
                () -> HealthServer.start(health, () -> true, meters.get().registry()),
                source);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return 0;
    }
}
