package io.firstlight.standalone.service;

import io.firstlight.router.LivenessService;
import io.firstlight.router.RouterConfig;
import io.firstlight.router.RouterService;
import io.firstlight.router.liveness.LivenessConfig;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaOption;
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
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code firstlight router}. */
@Command(
        name = "router",
        description = {
            "Keep the latest value of every address (Kafka Streams),",
            "and say as events which components fell silent.",
            "",
            "Several may run with the same group; they share the work."
        })
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
public final class RouterCommand implements Callable<Integer> {

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicOptions topics;

    @Option(
            names = "--router-state-dir",
            paramLabel = "DIR",
            defaultValue = "data/router",
            description = "Where Kafka Streams keeps its lock and checkpoints (default: ${DEFAULT-VALUE}).")
    private String stateDirectory;

    @Option(
            names = "--router-threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Stream threads, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private String threads;

    @Option(
            names = "--router-commit-interval",
            paramLabel = "DURATION",
            defaultValue = "PT0.2S",
            description = "How often what was read is committed, ISO 8601 (default: ${DEFAULT-VALUE}).")
    private String commitInterval;

    @Mixin
    private HealthOptions health;

    @Mixin
    private CheckOption check;

    public RouterCommand(Environment environment) {
        this.environment = environment;
    }

    /** The config that the options and the environment describe; wrong values are refused in the user's words. */
    RouterConfig config() {
        return Settings.of(spec, environment)
                .with("FIRSTLIGHT_KAFKA", kafka.servers())
                .build(RouterConfig::from);
    }

    /** The same for what watches who falls silent. */
    LivenessConfig liveness() {
        return Settings.of(spec, environment).build(LivenessConfig::from);
    }

    @Override
    public Integer call() throws Exception {
        RouterConfig config = config();
        LivenessConfig liveness = liveness();
        if (check.endsHere(spec)) {
            return 0;
        }
        Logs.talkative(Verbosity.isAsked(spec.commandLine()));
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<RouterService> router = stack.add(
                "router",
                Duration.ofSeconds(9),
                () -> Starting.orClosed(new RouterService(config, meters.get().registry()), RouterService::start),
                meters);
        if (liveness.enabled()) {
            // Not needed to be ready: the state is kept without it.
            stack.add(
                    "liveness",
                    Duration.ofSeconds(9),
                    () -> Starting.orClosed(
                            new LivenessService(config, liveness, meters.get().registry()), LivenessService::start),
                    meters);
        }
        stack.add(
                "health",
                Duration.ofSeconds(1),
                () -> HealthServer.start(
                        health, () -> router.get().isReady(), meters.get().registry()),
                router);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return 0;
    }
}
