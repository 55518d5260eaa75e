package io.firstlight.standalone.producer;

import io.firstlight.ingest.source.tail.TailConfig;
import io.firstlight.ingest.source.tail.TailSource;
import io.firstlight.standalone.command.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code firstlight producer tail}. */
@Command(
        name = "tail",
        description = {
            "Produce the lines of files that grow, until stopped: JSON objects, CSV or text. A file of rules says which"
                    + " files and what their lines become; a small file keeps how far Kafka has them.",
            "",
            "Needs the topics, which any service or 'firstlight topics create' makes."
        })
@SuppressWarnings("UnusedVariable") // the options are read from the parse result, see Settings
public final class TailCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--tail-rules",
            paramLabel = "FILE",
            required = true,
            description = "JSON file of rules: which files, and what their lines become.")
    private String rules;

    @Option(
            names = "--tail-state",
            paramLabel = "FILE",
            required = true,
            description = "File in which to keep how far the files were read, one for each running source.")
    private String state;

    @Option(
            names = "--tail-look-ms",
            paramLabel = "MS",
            defaultValue = "250",
            description =
                    "Milliseconds between two looks when there was nothing new, 10 to 60000 (default: ${DEFAULT-VALUE}).")
    private String look;

    @Mixin
    private SourceRunner runner;

    TailCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        return runner.run(spec, environment, clock, "files", TailConfig::from, TailSource::new);
    }
}
