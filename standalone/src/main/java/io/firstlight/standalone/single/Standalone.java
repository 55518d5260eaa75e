package io.firstlight.standalone.single;

import io.firstlight.archive.ArchiveService;
import io.firstlight.archive.sink.SinkState;
import io.firstlight.embedded.DataDirectory;
import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure;
import io.firstlight.ingest.IngestService;
import io.firstlight.ingest.source.host.HostSource;
import io.firstlight.router.LivenessService;
import io.firstlight.router.RouterService;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.standalone.command.KafkaAccess;
import io.firstlight.standalone.command.PostgresAddress;
import io.firstlight.standalone.command.Version;
import io.firstlight.standalone.demo.DemoCommander;
import io.firstlight.standalone.demo.DemoObservatory;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.service.Accounts;
import io.firstlight.standalone.service.EdgeConfigs;
import io.firstlight.standalone.service.Meters;
import io.firstlight.standalone.service.Starting;
import io.firstlight.standalone.startup.Progress;
import io.firstlight.standalone.startup.ServiceStack;
import io.firstlight.standalone.startup.Step;
import io.firstlight.webedge.WebEdge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Everything in one process, put together: what each part needs, and so in which order they start and stop. The bounds of closing add up to
 * less than ten seconds along every chain of needs.
 */
final class Standalone {

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);
    private static final Duration WORK_WITHIN = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_MS = 20;

    private final StandaloneConfig config;
    private final Clock clock;
    private final ServiceStack stack;
    private final CompletableFuture<Exception> fault = new CompletableFuture<>();
    private @Nullable Step<WebEdge> edge;

    Standalone(StandaloneConfig config, Progress progress, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.stack = new ServiceStack(progress, System::nanoTime);
    }

    /** Lays out the steps; nothing starts yet. */
    ServiceStack assemble() {
        Step<DataDirectory> data = stack.add("data directory " + config.data(), seconds(0.2), this::openData);
        Step<?> ports = stack.task("free ports", this::checkPorts, data);
        Step<Meters> meters = stack.add("meters", seconds(0.2), Meters::start, data);
        Step<KafkaPlace> kafka = stack.add("Kafka", KafkaPlace.CLOSE_WITHIN, () -> startKafka(data), data, ports);
        Step<PostgresPlace> postgres =
                stack.add("PostgreSQL", PostgresPlace.CLOSE_WITHIN, () -> startPostgres(data), data, ports);
        Step<?> topics = stack.task("topics", () -> createTopics(kafka), kafka);
        Step<Accounts> accounts = stack.add(
                "users and keys",
                seconds(0.5),
                () -> startAccounts(postgres.get().address()),
                postgres);
        Step<IngestService> ingest = stack.add(
                "intake",
                seconds(2.5),
                () -> IngestService.start(
                        edgeConfigs(kafka, postgres).ingest(), meters.get().registry(), clock),
                meters,
                topics,
                postgres);
        Step<RouterService> router = stack.add(
                "router",
                seconds(2.5),
                () -> Starting.orClosed(
                        new RouterService(
                                config.router(kafka.get().servers()),
                                meters.get().registry()),
                        RouterService::start),
                meters,
                topics);
        if (config.liveness().enabled()) {
            stack.add(
                    "liveness",
                    seconds(2.5),
                    () -> Starting.orClosed(
                            new LivenessService(
                                    config.router(kafka.get().servers()),
                                    config.liveness(),
                                    meters.get().registry()),
                            LivenessService::start),
                    meters,
                    topics);
        }
        Step<ArchiveService> archive = stack.add(
                "archive",
                seconds(3.5),
                () -> Starting.orClosed(
                        new ArchiveService(
                                config.archive(
                                        kafka.get().servers(), postgres.get().address()),
                                clock,
                                meters.get().registry()),
                        ArchiveService::start),
                meters,
                topics,
                postgres);
        Optional<Step<DemoCommander>> commander = addDemo(meters, ingest);
        edge = stack.add(
                "web edge",
                seconds(2.5),
                () -> startEdge(edgeConfigs(kafka, postgres, commander), accounts.get(), ingest.get(), meters.get()),
                Stream.concat(Stream.of(meters, accounts, ingest, router, archive), commander.stream())
                        .toArray(Step<?>[]::new));
        // Not needed by the edge, but part of being ready: who posts now finds it in the pages a moment later.
        stack.task(
                "router at work", () -> awaitWork("router", () -> router.get().isReady()), router);
        stack.task(
                "archive at work",
                () -> awaitWork("archive", () -> archive.get().state() instanceof SinkState.Running),
                archive);
        stack.add(
                "telemetry of this machine",
                seconds(2.5),
                () -> Starting.orClosed(
                        HostSource.ofThisMachine(
                                config.thisMachine(), meters.get().registry()),
                        host -> host.start(ingest.get().producer())),
                meters,
                ingest);
        return stack;
    }

    /** The demo observatory, if it is wanted, and the commander in front of it, if commands are to go there. */
    private Optional<Step<DemoCommander>> addDemo(Step<Meters> meters, Step<IngestService> ingest) {
        if (!config.demo()) {
            return Optional.empty();
        }
        String version = Version.number();
        Step<DemoObservatory> demo = stack.add(
                "demo observatory",
                seconds(0.9),
                () -> Starting.orClosed(
                        new DemoObservatory(
                                clock,
                                RandomGenerator.getDefault(),
                                version,
                                ProcessHandle.current().pid()),
                        observatory -> observatory.start(ingest.get().producer())),
                meters,
                ingest);
        return config.demoIsCommanded()
                ? Optional.of(stack.add(
                        "demo commander", seconds(0.3), () -> DemoCommander.start(demo.get(), version, clock), demo))
                : Optional.empty();
    }

    /** Completed when a part that runs has failed for good. */
    CompletableFuture<Exception> fault() {
        return fault;
    }

    /** The edge's port, once it runs. */
    int port() {
        Step<WebEdge> step = edge;
        if (step == null) {
            throw new IllegalStateException("not assembled");
        }
        return step.get().port();
    }

    private DataDirectory openData() throws IOException {
        DataDirectory data = DataDirectory.open(config.data());
        Path logs = data.root().resolve("logs");
        Files.createDirectories(logs);
        Logs.keepIn(logs);
        return data;
    }

    /** Before anything starts: a port that is taken is found out in no time, not after the servers have come up. */
    private void checkPorts() {
        if (config.kafka() == null && config.brokerPort() != 0) {
            LoopbackPort.claim(config.brokerPort(), "the Kafka broker (--broker-port)");
        }
        if (config.port() != 0) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(config.host(), config.port()), 1);
            } catch (IOException e) {
                throw StartupFailure.portTaken(config.port(), "the web edge (--port)", e);
            }
        }
    }

    /** Both go on trying whatever happens, so one that takes longer is no reason not to serve. */
    private static void awaitWork(String name, BooleanSupplier atWork) throws InterruptedException {
        long deadline = System.nanoTime() + WORK_WITHIN.toNanos();
        while (!atWork.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                log.warn("the {} is not at work after {} s; it goes on trying", name, WORK_WITHIN.toSeconds());
                return;
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private KafkaPlace startKafka(Step<DataDirectory> data) {
        String running = config.kafka();
        return running == null
                ? KafkaPlace.embedded(data.get().kafka(), config.brokerPort(), fault)
                : KafkaPlace.running(running);
    }

    private PostgresPlace startPostgres(Step<DataDirectory> data) {
        PostgresAddress running = config.postgres();
        return running == null
                ? PostgresPlace.embedded(data.get().postgres(), data.get().programs())
                : PostgresPlace.running(running);
    }

    private void createTopics(Step<KafkaPlace> kafka) {
        EdgeConfigs configs = config.edge(kafka.get().servers(), StandaloneConfig.SOMEWHERE);
        KafkaAccess.talk(kafka.get().servers(), admin -> TopicCreation.ensure(admin, configs.topics()));
    }

    private Accounts startAccounts(PostgresAddress postgres) {
        EdgeConfigs configs = config.edge(StandaloneConfig.SOME_KAFKA, postgres);
        return Accounts.start(configs.database(), configs.auth(), clock);
    }

    private EdgeConfigs edgeConfigs(Step<KafkaPlace> kafka, Step<PostgresPlace> postgres) {
        return config.edge(kafka.get().servers(), postgres.get().address());
    }

    private EdgeConfigs edgeConfigs(
            Step<KafkaPlace> kafka, Step<PostgresPlace> postgres, Optional<Step<DemoCommander>> commander) {
        return commander.isEmpty()
                ? edgeConfigs(kafka, postgres)
                : config.edge(
                        kafka.get().servers(),
                        postgres.get().address(),
                        commander.get().get().url());
    }

    private WebEdge startEdge(EdgeConfigs configs, Accounts accounts, IngestService ingest, Meters meters)
            throws Exception {
        return Starting.orClosed(
                new WebEdge(
                        configs.edge(),
                        configs.topics(),
                        accounts.auth(),
                        ingest,
                        accounts.pool(),
                        meters.registry(),
                        clock),
                WebEdge::start);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
