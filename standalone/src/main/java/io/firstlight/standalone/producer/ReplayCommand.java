package io.firstlight.standalone.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.ingest.replay.Replay;
import io.firstlight.ingest.replay.ReplayClock;
import io.firstlight.ingest.replay.ReplayFailure;
import io.firstlight.ingest.replay.ReplayFormat;
import io.firstlight.ingest.replay.ReplayOptions;
import io.firstlight.ingest.replay.ReplaySummary;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.StopSignal;
import io.firstlight.standalone.command.TopicPrefixOption;
import io.firstlight.standalone.command.Verbosity;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.service.Meters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code firstlight replay}. */
@Command(
        name = "replay",
        description = {
            "Write a recorded file into the log as if it happened now: each row one message.",
            "",
            "CSV with a header line (a header 'name [unit]' gives the unit), or one JSON object a line (.ndjson, .jsonl)."
                    + " Ends with exit code 0 only if every row is in Kafka."
        })
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
public final class ReplayCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recorded file.")
    private Path file;

    @Option(
            names = "--csc",
            paramLabel = "NAME[:INDEX]",
            required = true,
            description = "Component whose messages the rows become; index 0 unless given.")
    private String csc;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "recorded",
            description = "Stream that they become (default: ${DEFAULT-VALUE}).")
    private String stream;

    @Option(
            names = "--category",
            paramLabel = "NAME",
            defaultValue = "telemetry",
            description = "telemetry or event (default: ${DEFAULT-VALUE}).")
    private String category;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "Times as fast as recorded; 'max' does not wait at all (default: ${DEFAULT-VALUE}).")
    private String speed;

    @Option(
            names = "--time-column",
            paramLabel = "NAME",
            description =
                    "Column of the time: ISO 8601, or unix seconds or milliseconds (default: time, else timestamp).")
    private @Nullable String timeColumn;

    @Option(names = "--format", paramLabel = "NAME", description = "csv or ndjson (default: as the file's name ends).")
    private @Nullable ReplayFormat format;

    @Option(names = "--strict", description = "End at the first row that cannot be understood.")
    private boolean strict;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicPrefixOption topics;

    public ReplayCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        ReplayOptions options = options();
        IngestConfig config = Settings.of(spec, environment)
                .with(IngestConfig.KAFKA, kafka.servers())
                .build(IngestConfig::from);
        Logs.quiet(Verbosity.isAsked(spec.commandLine()));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailure(
                    "cannot read " + file,
                    Files.exists(file) ? "check what it is and who may" : "check its name",
                    null);
        }
        ReplaySummary summary = replay(options, config);
        spec.commandLine().getOut().println(summary);
        return summary.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private ReplaySummary replay(ReplayOptions options, IngestConfig config) {
        try (Meters meters = Meters.start();
                TelemetryProducer producer = TelemetryProducer.start(config, meters.registry(), clock)) {
            Replay replay = new Replay(
                    options,
                    producer,
                    ReplayClock.system(),
                    line -> spec.commandLine().getErr().println(line));
            return StopSignal.during(replay::stop, () -> run(replay));
        } catch (ReplayFailure e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), "nothing more was sent", e);
        }
    }

    private static ReplaySummary run(Replay replay) {
        try {
            return replay.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("the replay was interrupted", "some rows may be in the log", e);
        }
    }

    private ReplayOptions options() {
        ReplayFormat known = format != null
                ? format
                : ReplayFormat.ofName(file)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "'" + file + "' ends in none of .csv, .ndjson, .jsonl: say --format"));
        Category kind = Category.ofWireName(category)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--category': '" + category + "' is neither telemetry nor event"));
        try {
            return new ReplayOptions(
                    file,
                    known,
                    timeColumn,
                    Component.parse(csc),
                    stream,
                    kind,
                    ReplayOptions.speed(speed),
                    strict,
                    Ansi.AUTO.enabled());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
