package io.firstlight.standalone.producer;

import io.firstlight.ingest.source.poll.PollConfig;
import io.firstlight.ingest.source.poll.PollSource;
import io.firstlight.standalone.command.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** {@code firstlight producer poll}. */
@Command(
        name = "poll",
        description = {
            "Produce what others serve as JSON over HTTP, asked for period by period, until stopped. A file of rules says"
                    + " what to ask and which values become fields.",
            "",
            "Needs the topics, which any service or 'firstlight topics create' makes."
        })
@SuppressWarnings("UnusedVariable") // the options are read from the parse result, see Settings
public final class PollCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--poll-rules",
            paramLabel = "FILE",
            required = true,
            description = "JSON file of rules: what to ask, how often, and which values become fields.")
    private String rules;

    @Mixin
    private SourceRunner runner;

    PollCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        return runner.run(
                spec,
                environment,
                clock,
                "polling",
                PollConfig::from,
                (config, registry) -> new PollSource(config, registry, RandomGenerator.getDefault()));
    }
}
