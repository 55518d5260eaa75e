package io.firstlight.standalone.producer;

import io.firstlight.ingest.component.ComponentConfig;
import io.firstlight.ingest.component.ProducerFactory;
import io.firstlight.ingest.component.ProducerSet;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code firstlight producer csc}: the command line of LOVE's producer. */
@Command(
        name = "csc",
        description = {
            "Produce what some of SAL's components say, as LOVE's producer does, until stopped: telemetry every 2 s, events as"
                    + " they come, heartbeats; of ScriptQueue and Watcher also the streams that are derived from them.",
            "",
            "  firstlight producer csc ATDome MTHexapod:1 --sal-subname sal"
        })
public final class CscCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CSC[:INDEX]",
            arity = "1..*",
            description = "Components: ATDome, MTHexapod:1, ScriptQueue:2; index 0 unless given.")
    private List<String> components;

    @Option(
            names = "--periodic-data",
            paramLabel = "TOPIC",
            arity = "1..*",
            description = "Topics to send once a period, tel_... or evt_...; in place of all telemetry.")
    private List<String> periodic = List.of();

    @Option(
            names = "--asynchronous-data",
            paramLabel = "TOPIC",
            arity = "1..*",
            description = "Topics to send as they come, tel_... or evt_...; in place of all events.")
    private List<String> asynchronous = List.of();

    @Option(
            names = "--component-telemetry",
            paramLabel = "RATE",
            defaultValue = "repeat",
            description =
                    "every: each sample; latest: the last one of each period, if it is new; repeat: also if it is not,"
                            + " as LOVE's producer (default: ${DEFAULT-VALUE}).")
    private String telemetry;

    @Mixin
    private ComponentsRunner runner;

    CscCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        List<Component> chosen = chosen();
        Settings settings = Settings.of(spec, environment)
                .with(ComponentConfig.TELEMETRY, telemetry)
                .with(ComponentConfig.PERIODIC_DATA, ComponentsRunner.list(periodic))
                .with(ComponentConfig.ASYNCHRONOUS_DATA, ComponentsRunner.list(asynchronous));
        return runner.run(
                spec,
                settings,
                clock,
                factory -> ProducerSet.of(
                        factory, chosen.stream().map(factory::make).toList()));
    }

    private List<Component> chosen() {
        try {
            return components.stream().map(ProducerFactory::component).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
