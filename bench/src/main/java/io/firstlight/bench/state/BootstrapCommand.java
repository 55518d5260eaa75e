package io.firstlight.bench.state;

import io.firstlight.bench.measure.Report;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench bootstrap}. */
@Command(
        name = "bootstrap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long an edge takes to start when there is much state, and what it then holds.",
            "",
            "Gives many addresses a value, through producer and router, and waits until the state topic has them. Then starts"
                    + " the edge by the command given after '--', waits until it is ready, counts its heap after a full collection,"
                    + " and ends it; as often as --runs says. Its environment is this program's, so FIRSTLIGHT_JAVA_OPTS=-Xmx1g bounds"
                    + " its heap.",
            "",
            "  firstlight bench bootstrap --edge http://127.0.0.1:8090 -- firstlight web-edge --port 8090"
        })
public final class BootstrapCommand implements Callable<Integer> {

    private static final long ROUTED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(600);
    private static final long READY_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(300);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--edge",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            converter = EdgeOptions.Url.class,
            description = "Where the edge that is started will listen (default: ${DEFAULT-VALUE}).")
    private URI edge;

    @Option(
            names = "--addresses",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = Bounds.Records.class,
            description = "Addresses with a value (default: ${DEFAULT-VALUE}).")
    private int addresses;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "200",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of each value (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            converter = Bounds.Threads.class,
            description = "How often the edge is started (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--filled", description = "The values are there, as --keep has left them.")
    private boolean filled;

    @Option(names = "--keep", description = "Leave the values in the state, for another run with --filled.")
    private boolean keep;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command that runs the edge.")
    private List<String> command;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        kafka.partitions(Category.TELEMETRY);
        StateFill fill = new StateFill(addresses, size);
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(20), new SimpleMeterRegistry(), Clock.systemUTC())) {
            Report report = new Report("bootstrap: " + addresses + " addresses with values of " + size + " bytes");
            try {
                if (!filled) {
                    long begin = System.nanoTime();
                    fill(producer, fill, stop);
                    report.number("fill_seconds", "until the state was routed", (System.nanoTime() - begin) / 1e9, "s");
                }
                measure(report, stop);
            } finally {
                if (!keep) {
                    fill.delete(producer);
                }
            }
            return report;
        }
    }

    /** The router makes an entry of each address; its markers only add to the ends. */
    private void fill(TelemetryProducer producer, StateFill fill, StopFlag stop) throws InterruptedException {
        try (Consumer<byte[], byte[]> ends = kafka.consumer()) {
            String topic = kafka.topics().name(Topic.STATE);
            List<TopicPartition> partitions = ends.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            long before = total(ends, partitions);
            fill.write(producer);
            long deadline = System.nanoTime() + ROUTED_WITHIN_NANOS;
            long last = before;
            // Once more after the last entry, so that the router has committed.
            for (long now = total(ends, partitions); now - before < addresses || now != last; ) {
                if (System.nanoTime() - deadline > 0 || stop.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS)) {
                    throw new LoadFailure(
                            now - before + " of " + addresses + " state entries were made",
                            "see whether a router runs");
                }
                last = now;
                now = total(ends, partitions);
            }
        }
    }

    private static long total(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void measure(Report report, StopFlag stop) throws IOException, InterruptedException {
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            try (StartedEdge started = new StartedEdge(command)) {
                String run = "run_" + (i + 1);
                seconds[i] = started.awaitReady(edge, System.nanoTime() + READY_WITHIN_NANOS, stop) / 1e9;
                report.number(run + "_ready_seconds", "run " + (i + 1) + ": start to ready", seconds[i], "s")
                        .number(
                                run + "_cpu_seconds",
                                "  CPU until then",
                                started.cpu().toMillis() / 1e3,
                                "s");
                started.loadMs()
                        .ifPresent(ms -> report.number(run + "_load_seconds", "  loading the state", ms / 1e3, "s"));
                started.residentBytes()
                        .ifPresent(bytes -> report.count(run + "_resident_bytes", "  resident, bytes", bytes));
                started.liveHeapBytes()
                        .ifPresent(bytes -> report.count(run + "_live_heap_bytes", "  live heap, bytes", bytes));
            }
        }
        Arrays.sort(seconds);
        report.number("ready_seconds", "median of start to ready", seconds[runs / 2], "s");
    }
}
