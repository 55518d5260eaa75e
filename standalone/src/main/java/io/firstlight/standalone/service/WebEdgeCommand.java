package io.firstlight.standalone.service;

import io.firstlight.ingest.IngestService;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.EdgeOptions;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaAccess;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.PostgresOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicOptions;
import io.firstlight.standalone.command.Verbosity;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.startup.ServiceStack;
import io.firstlight.standalone.startup.Step;
import io.firstlight.webedge.WebEdge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code firstlight web-edge}. */
@Command(
        name = "web-edge",
        description = {
            "Serve browsers and producers: WebSocket, REST, the web page.",
            "",
            "Needs a signing key in --auth-key-directory, the same for all edges, and users in PostgreSQL."
        })
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
public final class WebEdgeCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private PostgresOption postgres;

    @Option(
            names = "--auth-key-directory",
            paramLabel = "DIR",
            description = "Where the signing key is (signing-key.pem, Ed25519, PKCS#8).")
    private String keyDirectory;

    @Mixin
    private CheckOption check;

    public WebEdgeCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The configs that the options and the environment describe; wrong values are refused in the user's words. */
    EdgeConfigs configs() {
        Settings settings = Settings.of(spec, environment).with("FIRSTLIGHT_KAFKA", kafka.servers());
        edge.processPassword().ifPresent(password -> settings.with("auth.process-password", password));
        postgres.address()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--postgres (or FIRSTLIGHT_POSTGRES) is missing: where the users are"))
                .into(settings);
        if (settings.value("auth.key-directory", "").isBlank()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--auth-key-directory (or FIRSTLIGHT_AUTH_KEY_DIRECTORY) is missing: where the signing key is");
        }
        return EdgeConfigs.of(settings);
    }

    @Override
    public Integer call() throws Exception {
        EdgeConfigs configs = configs();
        if (check.endsHere(spec)) {
            return 0;
        }
        Logs.talkative(Verbosity.isAsked(spec.commandLine()));
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<?> topicsReady = stack.task(
                "topics",
                () -> KafkaAccess.talk(kafka.servers(), admin -> TopicCreation.ensure(admin, configs.topics())));
        Step<Accounts> accounts = stack.add(
                "users and keys",
                Duration.ofSeconds(1),
                () -> Accounts.start(configs.database(), configs.auth(), clock));
        Step<IngestService> ingest = stack.add(
                "intake",
                Duration.ofSeconds(3),
                () -> IngestService.start(configs.ingest(), meters.get().registry(), clock),
                meters,
                topicsReady);
        stack.add(
                "web edge",
                Duration.ofSeconds(5),
                () -> {
                    WebEdge service = new WebEdge(
                            configs.edge(),
                            configs.topics(),
                            accounts.get().auth(),
                            ingest.get(),
                            accounts.get().pool(),
                            meters.get().registry(),
                            clock);
                    return Starting.orClosed(service, WebEdge::start);
                },
                meters,
                topicsReady,
                accounts,
                ingest);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return 0;
    }
}
