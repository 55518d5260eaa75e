package io.firstlight.standalone.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.ingest.source.Source;
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
import io.micrometer.core.instrument.MeterRegistry;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What the commands of all sources have in common: the options beside the source's own, and a source on top of a producer, until it is stopped. Each
 * such command has it as a mixin, behind its own options.
 */
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
final class SourceRunner {

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicPrefixOption topics;

    @Mixin
    private HealthOptions health;

    @Mixin
    private CheckOption check;

    /** Makes a source of its typed config. */
    @FunctionalInterface
    interface Maker<C> {
        Source make(C config, MeterRegistry registry);
    }

    /**
     * Runs a source until it is stopped, or checks its options if that is all that was asked for.
     *
     * @param title what the user reads of it
     * @param config builds its config; wrong values are refused in the user's words
     */
    <C> int run(
            CommandSpec command,
            Environment environment,
            Clock clock,
            String title,
            Function<Map<String, String>, C> config,
            Maker<C> maker)
            throws Exception {
        Settings settings = Settings.of(command, environment).with(IngestConfig.KAFKA, kafka.servers());
        IngestConfig ingest = settings.build(IngestConfig::from);
        C source = settings.build(config);
        if (check.endsHere(command)) {
            return ExitCode.OK;
        }
        Logs.talkative(Verbosity.isAsked(command.commandLine()));
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<TelemetryProducer> producer = stack.add(
                "producer",
                Duration.ofSeconds(6),
                () -> TelemetryProducer.start(ingest, meters.get().registry(), clock),
                meters);
        Step<Source> running = stack.add(
                title,
                Duration.ofSeconds(4),
                () -> Starting.orClosed(
                        maker.make(source, meters.get().registry()), started -> started.start(producer.get())),
                meters,
                producer);
        stack.add(
                "health",
                Duration.ofSeconds(1),
                () -> HealthServer.start(
                        health, () -> running.get().isWorking(), meters.get().registry()),
                running);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return ExitCode.OK;
    }
}
