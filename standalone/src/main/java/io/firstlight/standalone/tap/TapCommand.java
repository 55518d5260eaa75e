package io.firstlight.standalone.tap;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaAccess;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.StopSignal;
import io.firstlight.standalone.command.TopicPrefixOption;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code firstlight tap}. */
@Command(
        name = "tap",
        description = {
            "Print the records of the log as they come.",
            "",
            "One line a record: time (UTC), topic, key, and the streams with short values; with --json one JSON"
                    + " object a line, with everything. Ends with Ctrl-C, or when nobody reads its output."
        })
public final class TapCommand implements Runnable {

    private final Environment environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Option(
            names = "--topic",
            paramLabel = "NAME[,...]",
            defaultValue = "telemetry,event,ack,log,command,message",
            split = ",",
            hideParamSyntax = true,
            description = "Topics without their prefix, or 'all' (default: ${DEFAULT-VALUE}).")
    private List<String> topics;

    @Option(
            names = "--csc",
            paramLabel = "NAME[:INDEX]",
            description = "Only this component; without index all its instances.")
    private @Nullable String csc;

    @Option(names = "--stream", paramLabel = "NAME", description = "Only records that hold this stream.")
    private @Nullable String stream;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "end",
            description = "Where to begin: beginning, end, a time such as 2026-01-31T22:15:00Z, or -10m for ten minutes"
                    + " ago (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "End before the first record of this time (forms as --from).")
    private @Nullable String until;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many records.")
    private @Nullable Long limit;

    @Option(
            names = "--json",
            description = "One strict JSON object a line: topic, partition, offset, time, key, value.")
    private boolean json;

    @Mixin
    private TopicPrefixOption topicPrefix;

    public TapCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public void run() {
        TopicPlan plan = topicPrefix.plan(Settings.of(spec, environment));
        List<String> names = names(plan);
        Predicate<ConsumerRecord<byte[], byte[]>> filter = filter();
        StartPoint start = checked("--from", from, text -> StartPoint.parse(text, clock));
        Instant end = until == null ? null : checked("--until", until, text -> Moment.parse(text, clock, ""));
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--limit': must be 1 or more");
        }
        LineFormat format = json ? new JsonLine() : new HumanLine(plan);
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            Tap tap = new Tap(consumer, filter, format, spec.commandLine().getOut(), clock);
            StopSignal.during(tap::stop, () -> tap.run(names, start, end, limit == null ? Long.MAX_VALUE : limit));
        } catch (KafkaException e) {
            throw KafkaAccess.failure(kafka.servers(), e);
        } catch (Tap.NoSuchTopics e) {
            throw new CommandFailure(
                    String.valueOf(e.getMessage()) + " at " + kafka.servers(),
                    "start firstlight there, or create them with 'firstlight topics create'",
                    e);
        }
    }

    private List<String> names(TopicPlan plan) {
        List<String> names = new ArrayList<>();
        for (String word : topics) {
            if (word.equals("all")) {
                return Stream.of(Topic.values()).map(plan::name).toList();
            }
            names.add(Stream.of(Topic.values())
                    .filter(topic -> topic.suffix().equals(word.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .map(plan::name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "Invalid value for option '--topic': '" + word + "' is not one of all, "
                                    + Stream.of(Topic.values())
                                            .map(Topic::suffix)
                                            .collect(Collectors.joining(", ")))));
        }
        return names;
    }

    private Predicate<ConsumerRecord<byte[], byte[]>> filter() {
        Predicate<ConsumerRecord<byte[], byte[]>> filter = record -> true;
        if (csc != null) {
            ComponentFilter component = checked("--csc", csc, ComponentFilter::parse);
            filter = filter.and(record -> component.matches(TappedRecord.key(record)));
        }
        String wanted = stream;
        return wanted == null ? filter : filter.and(record -> TappedRecord.hasStream(record, wanted));
    }

    private <T> T checked(String option, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + e.getMessage(), e);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.servers(),
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "firstlight-tap",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) KafkaAccess.PATIENCE.toMillis(),
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) KafkaAccess.PATIENCE.minus(Duration.ofSeconds(1)).toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
