package io.firstlight.standalone.service;

import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.relay.OutboxRelay;
import io.firstlight.ingest.relay.OutboxTable;
import io.firstlight.ingest.relay.RelayConfig;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.PostgresAccess;
import io.firstlight.standalone.command.PostgresAddress;
import io.firstlight.standalone.command.PostgresOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicPrefixOption;
import io.firstlight.standalone.command.Verbosity;
import io.firstlight.standalone.log.Logs;
import io.firstlight.standalone.startup.ServiceStack;
import io.firstlight.standalone.startup.Step;
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

/** {@code firstlight relay}. */
@Command(
        name = "relay",
        description = {
            "Bring the notices that a service adds to table firstlight_outbox of its own database to Kafka: those that are"
                    + " committed, in their order.",
            "",
            "The table: firstlight relay --print-ddl | psql 'postgresql://user@host/database'",
            "",
            "Several may run on one table: one works, the others stand by. Ready while it works or stands by and can"
                    + " reach the database."
        })
@SuppressWarnings("UnusedVariable") // some options are read from the parse result, see Settings
public final class RelayCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(names = "--print-ddl", description = "Print the statements that make the table, and end.")
    private boolean printDdl;

    @Mixin
    private PostgresOption postgres;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicPrefixOption topics;

    @Option(
            names = "--producer-name",
            paramLabel = "TEXT",
            defaultValue = IngestConfig.DEFAULT_PRODUCER_NAME,
            description = "Who emits, the records' producer (default: ${DEFAULT-VALUE}).")
    private String producerName;

    @Option(
            names = "--relay-batch-rows",
            paramLabel = "N",
            defaultValue = "500",
            description = "Most rows on their way at once, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private String batchRows;

    @Option(
            names = "--relay-poll-ms",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "How often to look without being told, and to try to take over, 50 to 60000"
                    + " (default: ${DEFAULT-VALUE}).")
    private String pollMs;

    @Mixin
    private HealthOptions health;

    @Mixin
    private CheckOption check;

    public RelayCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The configs that the options and the environment describe; wrong values are refused in the user's words. */
    record Configs(PostgresAddress postgres, IngestConfig ingest, RelayConfig relay) {}

    Configs configs() {
        Settings settings = Settings.of(spec, environment).with(IngestConfig.KAFKA, kafka.servers());
        PostgresAddress address = postgres.address()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--postgres (or FIRSTLIGHT_POSTGRES) is missing: where the outbox is"));
        return new Configs(address, settings.build(IngestConfig::from), settings.build(RelayConfig::from));
    }

    @Override
    public Integer call() throws Exception {
        if (printDdl) {
            spec.commandLine().getOut().print(OutboxTable.ddl());
            spec.commandLine().getOut().flush();
            return 0;
        }
        Configs configs = configs();
        if (check.endsHere(spec)) {
            return 0;
        }
        Logs.talkative(Verbosity.isAsked(spec.commandLine()));
        ServiceStack stack = new ServiceStack(new LoggedProgress(), System::nanoTime);
        Step<Meters> meters = stack.add("meters", Duration.ofSeconds(1), Meters::start);
        Step<OutboxRelay> relay = stack.add(
                "relay",
                Duration.ofSeconds(9),
                () -> Starting.orClosed(
                        new OutboxRelay(
                                configs.relay(),
                                configs.ingest(),
                                () -> PostgresAccess.connect(configs.postgres()),
                                meters.get().registry(),
                                clock),
                        OutboxRelay::start),
                meters);
        stack.add(
                "health",
                Duration.ofSeconds(1),
                () -> HealthServer.start(
                        health, () -> relay.get().isReady(), meters.get().registry()),
                relay);
        Foreground.run(stack, () -> {}, new CompletableFuture<>());
        return 0;
    }
}
