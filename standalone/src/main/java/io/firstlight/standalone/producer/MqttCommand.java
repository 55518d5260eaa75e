package io.firstlight.standalone.producer;

import io.firstlight.ingest.source.mqtt.MqttConfig;
import io.firstlight.ingest.source.mqtt.MqttSource;
import io.firstlight.standalone.command.Environment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code firstlight producer mqtt}. */
@Command(
        name = "mqtt",
        description = {
            "Produce what an MQTT broker publishes, until stopped. A file of rules says which topics become which component"
                    + " and stream; the broker is told that a message has arrived only when Kafka has it.",
            "",
            "Needs the topics, which any service or 'firstlight topics create' makes."
        })
@SuppressWarnings("UnusedVariable") // the options are read from the parse result, see Settings
public final class MqttCommand implements Callable<Integer> {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--mqtt-rules",
            paramLabel = "FILE",
            required = true,
            description = "JSON file of rules: which topics become what.")
    private String rules;

    @Option(
            names = "--mqtt-broker",
            paramLabel = "URL",
            defaultValue = MqttConfig.DEFAULT_BROKER,
            description = "The broker, mqtt://HOST[:PORT] or with TLS mqtts://HOST[:PORT] (default: ${DEFAULT-VALUE}).")
    private String broker;

    @Option(
            names = "--mqtt-trusted",
            paramLabel = "FILE",
            description = "PEM certificates of the authorities to trust (default: those of the Java runtime).")
    private @Nullable String trusted;

    @Option(
            names = "--mqtt-client-id",
            paramLabel = "NAME",
            defaultValue = MqttConfig.DEFAULT_CLIENT_ID,
            description =
                    "Name of the session that the broker keeps, one for each running source (default: ${DEFAULT-VALUE}).")
    private String clientId;

    @Option(
            names = "--mqtt-user",
            paramLabel = "NAME",
            description = "User at the broker; the password is read from FIRSTLIGHT_MQTT_PASSWORD.")
    private @Nullable String user;

    @Option(
            names = "--mqtt-session-expiry-s",
            paramLabel = "S",
            defaultValue = "604800",
            description =
                    "Seconds that the broker keeps messages for a source that is away (default: ${DEFAULT-VALUE}).")
    private String sessionExpiry;

    @Option(
            names = "--mqtt-in-flight",
            paramLabel = "N",
            defaultValue = "500",
            description = "Messages on their way to Kafka at once, 1 to 65535 (default: ${DEFAULT-VALUE}).")
    private String inFlight;

    @Mixin
    private SourceRunner runner;

    MqttCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        return runner.run(spec, environment, clock, "MQTT broker", MqttConfig::from, MqttSource::new);
    }
}
