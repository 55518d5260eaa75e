package io.firstlight.standalone.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

import java.util.Optional;

/** What an edge needs, whether it runs alone or with everything else in one process. */
@SuppressWarnings("UnusedVariable") // some values are read from the parse result, see Settings
public final class EdgeOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to serve on; 0.0.0.0 for every network (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "HTTP and WebSocket port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--process-password",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description = "What producers show to publish; better as FIRSTLIGHT_PROCESS_PASSWORD or"
                    + " PROCESS_CONNECTION_PASS, as command lines are public.")
    private @Nullable String processPassword;

    @Option(
            names = "--commander",
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "Where commands go: base URL of the LOVE commander, such as http://host:5000 (also"
                    + " COMMANDER_HOSTNAME and COMMANDER_PORT). Without one, commands are answered with 503.")
    private @Nullable String commander;

    @Option(
            names = "--outbox-bytes",
            paramLabel = "BYTES",
            defaultValue = "786432",
            description = "Most bytes that may wait for one client (default: ${DEFAULT-VALUE}).")
    private String outboxBytes;

    @Option(
            names = "--frame-bytes",
            paramLabel = "BYTES",
            defaultValue = "16777216",
            description = "Largest frame or body that a client may send (default: ${DEFAULT-VALUE}).")
    private String frameBytes;

    @Option(
            names = "--message-access",
            paramLabel = "open|token",
            showDefaultValue = Visibility.NEVER,
            description = "Who may post and read messages: everybody, or users with a token (default: open on a"
                    + " loopback --host, else token).")
    private @Nullable String messageAccess;

    @Option(
            names = "--message-rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Most requests a second for messages of one address (default: ${DEFAULT-VALUE}).")
    private String messageRate;

    @Option(
            names = "--tail-bytes",
            paramLabel = "BYTES",
            defaultValue = "33554432",
            description = "Most bytes of recent records kept in memory per topic, for clients that resume"
                    + " (default: ${DEFAULT-VALUE}).")
    private String tailBytes;

    @Option(
            names = "--page-bytes",
            paramLabel = "BYTES",
            defaultValue = "67108864",
            description = "Most bytes of the log's past kept in memory, for clients that look back"
                    + " (default: ${DEFAULT-VALUE}).")
    private String pageBytes;

    @Option(
            names = "--replays",
            paramLabel = "N",
            defaultValue = "32",
            description = "Most replays at once (default: ${DEFAULT-VALUE}).")
    private String replays;

    @Option(
            names = "--mapper",
            paramLabel = "FILE",
            showDefaultValue = Visibility.NEVER,
            description = "Endpoints of your own: a JSON file that maps HTTP paths to Kafka topics and the answers of"
                    + " workers back, see docs/protocols/mapper.md.")
    private @Nullable String mapper;

    @Option(
            names = "--reply-partition",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Partition of the topic of replies that this edge reads for --mapper (default: one at random).")
    private @Nullable String replyPartition;

    @Option(
            names = "--open-publish",
            description = "Let every user publish every address, as LOVE does; for tests of LOVE's own.")
    private boolean openPublish;

    /** The address to listen on. */
    public String host() {
        return host;
    }

    /** The port to listen on. */
    public int port() {
        return port;
    }

    /** The producers' password, if one was given. */
    public Optional<String> processPassword() {
        return Optional.ofNullable(processPassword);
    }
}
