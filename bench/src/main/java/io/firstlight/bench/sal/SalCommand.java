package io.firstlight.bench.sal;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.LoginOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.option.TimeOptions;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StartedProcess;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.StandInRegistry;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench sal}. */
@Command(
        name = "sal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "SAL's components, from their Kafka topics to a client of an edge.",
            "",
            "Makes SAL's topics in the Kafka of --kafka and a schema registry in this process, starts the producer by the command given after"
                    + " '--', writes telemetry in Avro at an even pace and reads it from the edge's WebSocket. Whatever was due but did not come,"
                    + " once and in order, is counted. The topics are not deleted: use data that may be thrown away.",
            "",
            "  firstlight bench sal -- firstlight producer sal"
        })
public final class SalCommand implements Callable<Integer> {

    private static final long BEGUN_WITHIN_S = 180;
    private static final long COME_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long JOIN_MS = 10_000;
    /** Until every topic has reached every client the pace is so much slower: compilers and files have just begun. */
    private static final int SLOWLY = 5;

    private static final int[] BUCKETS_MS = {5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    private static final String SUBNAME = "bench";
    /** As salobj. */
    private static final int FLUSH_MS = 25;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private LoginOptions login;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "100",
            converter = Bounds.Count.class,
            description = "Components, instances counted (default: ${DEFAULT-VALUE}).")
    private int components;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "10",
            converter = Bounds.Count.class,
            description =
                    "Components of one name, which share its Kafka topics; divides their number (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--topics",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounds.Count.class,
            description = "Topics of each (default: ${DEFAULT-VALUE}).")
    private int topics;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5",
            converter = Bounds.Count.class,
            description = "Samples a second of each topic (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounds.Count.class,
            description = "Clients that read everything (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Mixin
    private TimeOptions time;

    @Option(names = "--pid", paramLabel = "ID", description = "Process of the edge, for its CPU.")
    private List<Long> edgePids = List.of();

    @Option(names = "--beside", paramLabel = "NAME=ID", description = "Processes whose CPU is told too.")
    private Map<String, Long> beside = Map.of();

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command that runs the producer.")
    private List<String> command;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private double perSecond() {
        return (double) components * topics * rate;
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        if (components % instances != 0) {
            throw new LoadFailure(components + " components are no multiple of " + instances, "change --instances");
        }
        int run = ThreadLocalRandom.current().nextInt(1, 1_000_000);
        try (StandInRegistry registry = StandInRegistry.start();
                SalComponents sal = new SalComponents(kafka.servers(), registry.url(), SUBNAME, FLUSH_MS)) {
            SalTelemetry telemetry =
                    new SalTelemetry(sal, components / instances, instances, topics, run, perSecond() / SLOWLY, stop);
            SalReaders readers = new SalReaders(edge.subscriberSocket(login), clients, telemetry.topics(), run);
            try (StartedProcess producer = new StartedProcess(
                    "producer",
                    command,
                    Map.of(
                            "LSST_TOPIC_SUBNAME", SUBNAME,
                            "LSST_KAFKA_BROKER_ADDR", kafka.servers(),
                            "LSST_SCHEMA_REGISTRY_URL", registry.url().toString()))) {
                return measure(telemetry, readers, producer, stop);
            }
        }
    }

    private Report measure(SalTelemetry telemetry, SalReaders readers, StartedProcess producer, StopFlag stop)
            throws IOException, InterruptedException {
        Thread writing = Thread.ofPlatform().name("sal-telemetry").daemon().start(telemetry);
        Thread reading = Thread.ofPlatform().name("sal-readers").daemon().start(readers);
        try {
            producer.await(
                    "heard of by every client",
                    () -> readers.begun().getCount() == 0 || readers.failure() != null,
                    System.nanoTime() + TimeUnit.SECONDS.toNanos(BEGUN_WITHIN_S),
                    stop);
            Map<String, Long> others = new HashMap<>(beside);
            others.put("producer", producer.pid());
            CpuMeter cpu = new CpuMeter(edgePids, others);
            telemetry.pace(perSecond());
            boolean early = stop.awaitUntil(System.nanoTime() + time.warmUpNanos());
            readers.latencies().take();
            telemetry.lag().take();
            CpuReading from = cpu.read();
            long before = readers.received();
            boolean stopped = early || stop.awaitUntil(System.nanoTime() + time.measuredNanos());
            CpuReading used = cpu.read().since(from);
            long done = readers.received() - before;
            Histogram latencies = readers.latencies().take();
            telemetry.end();
            writing.join(JOIN_MS);
            awaitLast(telemetry, readers, stop);
            readers.stop();
            reading.join(JOIN_MS);
            return report(telemetry, readers, used, done, latencies, cpu.hasServer(), stopped);
        } finally {
            telemetry.end();
            readers.stop();
        }
    }

    private void awaitLast(SalTelemetry telemetry, SalReaders readers, StopFlag stop) throws InterruptedException {
        long deadline = System.nanoTime() + COME_WITHIN_NANOS;
        long sent = Arrays.stream(telemetry.sent()).sum();
        long last = -1;
        // What was written before the producer listened never comes: it is over when nothing more does.
        while (readers.received() < sent * clients && System.nanoTime() - deadline < 0) {
            if (stop.awaitUntil(System.nanoTime() + 20 * LOOK_AGAIN_NANOS) || readers.received() == last) {
                return;
            }
            last = readers.received();
        }
    }

    private Report report(
            SalTelemetry telemetry,
            SalReaders readers,
            CpuReading used,
            long done,
            Histogram latencies,
            boolean hasServer,
            boolean stopped) {
        String failure = readers.failure();
        if (failure != null) {
            throw new LoadFailure(failure, "see whether edge and producer run");
        }
        long[] sent = telemetry.sent();
        long missing = 0;
        long repeated = 0;
        for (SequenceCheck check : readers.checks()) {
            missing += check.gaps() + check.outstanding(sent);
            repeated += check.repeats();
        }
        Report report = new Report(
                        "sal: " + components + " components with " + topics + " topics each, at " + rate + " Hz")
                .number("seconds", "measured", used.seconds(), "s")
                .number("samples_per_second", "samples that reached a client", done / used.seconds() / clients, "/s")
                .count("written", "samples written in all", Arrays.stream(sent).sum())
                .count("received", "  received by all clients", readers.received())
                .count("missing", "  missing", missing)
                .count("repeated", "  repeated or out of order", repeated)
                .latency("latency", "due to read by a client", latencies);
        for (int bucket : BUCKETS_MS) {
            report.number(
                    "within_" + bucket + "_ms_percent",
                    "  within " + bucket + " ms",
                    latencies.getPercentileAtOrBelowValue(TimeUnit.MILLISECONDS.toNanos(bucket)),
                    "%");
        }
        report.latency("writer_lag", "the writer's own lag", telemetry.lag().take())
                .cpu(used, hasServer, "samples", done);
        return stopped ? report : report.verdict(missing == 0 && repeated == 0);
    }
}
