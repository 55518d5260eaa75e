package io.firstlight.standalone.producer;

import io.firstlight.ingest.source.host.HostConfig;
import io.firstlight.ingest.source.host.HostSource;
import io.firstlight.standalone.command.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.concurrent.Callable;

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
    private SourceRunner runner;

    HostCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        return runner.run(spec, environment, clock, "this machine", HostConfig::from, HostSource::ofThisMachine);
    }
}
