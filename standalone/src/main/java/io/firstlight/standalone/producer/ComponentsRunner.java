package io.firstlight.standalone.producer;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.component.ComponentConfig;
import io.firstlight.ingest.component.KafkaLastState;
import io.firstlight.ingest.component.KafkaProducerClient;
import io.firstlight.ingest.component.LastState;
import io.firstlight.ingest.component.ProducerClient;
import io.firstlight.ingest.component.ProducerFactory;
import io.firstlight.ingest.component.ProducerSet;
import io.firstlight.ingest.component.Surroundings;
import io.firstlight.ingest.edge.EdgeClient;
import io.firstlight.ingest.edge.EdgeClientConfig;
import io.firstlight.ingest.sal.SalConfig;
import io.firstlight.ingest.sal.SalFeed;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicPrefixOption;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What the commands that produce SAL's components have in common: where SAL is, where the platform is, and the producers between the two, until
 * they are stopped.
 */
@SuppressWarnings("UnusedVariable") // most options are read from the parse result, see Settings
final class ComponentsRunner {

    /** From our names of SAL's settings to SAL's own, which {@link SalConfig} reads. */
    private static final Map<String, String> SAL_KEYS = Map.of(
            "FIRSTLIGHT_SAL_SUBNAME", SalConfig.SUBNAME,
            "FIRSTLIGHT_SAL_KAFKA", SalConfig.BROKERS,
            "FIRSTLIGHT_SAL_REGISTRY", SalConfig.REGISTRY_URL,
            "FIRSTLIGHT_SAL_USERNAME", SalConfig.USERNAME,
            "FIRSTLIGHT_SAL_PASSWORD", SalConfig.PASSWORD,
            "FIRSTLIGHT_SAL_PROTOCOL", SalConfig.PROTOCOL,
            "FIRSTLIGHT_SAL_MECHANISM", SalConfig.MECHANISM,
            "FIRSTLIGHT_SAL_HISTORY", SalConfig.HISTORY);

    private static final int DEBUG = 10;
    private static final int INFO = 20;

    @Option(
            names = "--sal-subname",
            paramLabel = "NAME",
            description = "Second part of the names of SAL's topics: lsst.NAME.... (also LSST_TOPIC_SUBNAME).")
    private @Nullable String salSubname;

    @Option(
            names = "--sal-kafka",
            paramLabel = "HOST:PORT[,...]",
            description =
                    "SAL's Kafka brokers (also LSST_KAFKA_BROKER_ADDR; default: broker:29092). A login is taken from"
                            + " LSST_KAFKA_SECURITY_USERNAME and LSST_KAFKA_SECURITY_PASSWORD.")
    private @Nullable String salKafka;

    @Option(
            names = "--sal-registry",
            paramLabel = "URL",
            description =
                    "SAL's schema registry (also LSST_SCHEMA_REGISTRY_URL; default: http://schema-registry:8081).")
    private @Nullable String salRegistry;

    @Option(
            names = "--component-period-ms",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "Period of 'latest' and 'repeat', 100 to 600000 (default: ${DEFAULT-VALUE}).")
    private String periodMs;

    @Option(
            names = "--edge",
            paramLabel = "URL[,...]",
            description =
                    "Send to edges over WebSocket, ws://HOST:PORT/manager/ws/subscription, instead of straight to Kafka;"
                            + " the password is --process-password (also WEBSOCKET_HOST, without ws://).")
    private @Nullable String edge;

    @Option(
            names = "--process-password",
            paramLabel = "TEXT",
            description =
                    "Password of producers at the edge; better as FIRSTLIGHT_PROCESS_PASSWORD or PROCESS_CONNECTION_PASS.")
    private @Nullable String processPassword;

    @Option(
            names = "--log-level",
            paramLabel = "N",
            defaultValue = "20",
            description = "10 for everything, 20 for what it does, 30 for warnings alone (default: ${DEFAULT-VALUE}).")
    private int logLevel;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicPrefixOption topics;

    @Mixin
    private HealthOptions health;

    @Mixin
    private CheckOption check;

    /** Makes the producers. */
    @FunctionalInterface
    interface Choice extends Function<ProducerFactory, ProducerSet> {}

    private record Configs(
            IngestConfig ingest,
            SalConfig sal,
            ComponentConfig components,
            @Nullable EdgeClientConfig edge) {}

    /**
     * Runs the producers until they are stopped, or checks the options if that is all that was asked for.
     *
     * @param settings the command's own settings on top of the user's
     */
    int run(CommandSpec command, Settings settings, Clock clock, Choice choice) throws Exception {
        Configs configs = configs(settings);
        if (check.endsHere(command)) {
            return ExitCode.OK;
        }
        if (logLevel > INFO) {
            Logs.quiet(false);
        } else {
            Logs.talkative(logLevel <= DEBUG);
        }
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<ProducerSet> producers = stack.add(
                "producers",
                Duration.ofSeconds(20),
                () -> Starting.orClosed(choose(choice, configs, meters.get().registry(), clock), ProducerSet::start),
                meters);
        stack.add(
                "health",
                Duration.ofSeconds(1),
                () -> HealthServer.start(
                        health, () -> producers.get().isWorking(), meters.get().registry()),
                producers);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return ExitCode.OK;
    }

    private Configs configs(Settings settings) {
        settings.with(IngestConfig.KAFKA, kafka.servers());
        SAL_KEYS.forEach((ours, theirs) -> {
            String value = settings.value(ours, "");
            if (!value.isEmpty()) {
                settings.with(theirs, value);
            }
        });
        String finished = settings.value("FIRSTLIGHT_COMPONENT_FINISHED_SCRIPTS", "");
        if (!finished.isEmpty()) {
            settings.with(ComponentConfig.FINISHED_SCRIPTS, finished);
        }
        settings.with(EdgeClientConfig.PASSWORD, settings.value("FIRSTLIGHT_PROCESS_PASSWORD", ""));
        boolean toEdge = !settings.value(EdgeClientConfig.EDGES, "").isEmpty();
        return new Configs(
                settings.build(KafkaProducerClient::configuration),
                settings.build(SalConfig::from),
                settings.build(ComponentConfig::from),
                toEdge ? settings.build(EdgeClientConfig::from) : null);
    }

    private static ProducerSet choose(Choice choice, Configs configs, MeterRegistry registry, Clock clock) {
        EdgeClientConfig edge = configs.edge();
        ProducerClient client = edge == null
                ? KafkaProducerClient.open(configs.ingest(), registry, clock)
                : new EdgeClient(edge, configs.ingest().topics(), registry, clock);
        LastState lastState = edge == null ? new KafkaLastState(configs.ingest()) : LastState.NONE;
        return choice.apply(new ProducerFactory(
                configs.components(),
                new Surroundings(
                        new SalFeed(configs.sal(), registry, clock),
                        client,
                        lastState,
                        registry,
                        clock,
                        System::nanoTime)));
    }

    /** Names with commas between, as settings have lists. */
    static String list(List<String> names) {
        return String.join(",", names);
    }
}
