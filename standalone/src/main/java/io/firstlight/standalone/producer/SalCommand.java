package io.firstlight.standalone.producer;

import io.firstlight.ingest.component.ComponentConfig;
import io.firstlight.ingest.component.ProducerSet;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code firstlight producer sal}. */
@Command(
        name = "sal",
        description = {
            "Produce what all of SAL's components say, until stopped; those that appear later, too. What is derived from"
                    + " heartbeats, ScriptQueue and Watcher comes with it.",
            "",
            "  firstlight producer sal --sal-subname sal"
        })
public final class SalCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--component-telemetry",
            paramLabel = "RATE",
            defaultValue = "every",
            description =
                    "every: each sample; latest: the last one of each period, if it is new; repeat: also if it is not,"
                            + " as LOVE's producer (default: ${DEFAULT-VALUE}).")
    private String telemetry;

    @Mixin
    private ComponentsRunner runner;

    SalCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.of(spec, environment).with(ComponentConfig.TELEMETRY, telemetry);
        return runner.run(spec, settings, clock, ProducerSet::ofAll);
    }
}
