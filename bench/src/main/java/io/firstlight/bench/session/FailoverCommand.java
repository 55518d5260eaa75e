package io.firstlight.bench.session;

import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Publisher;
import io.firstlight.bench.message.Remains;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.LoginOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench failover}. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "An edge is killed under load: do its clients go on at another where they were?",
            "",
            "All clients subscribe at --edge. After --before seconds the process --kill is ended with SIGKILL; each client"
                    + " connects to --other as soon as it notices, and resumes. Reports the time from the kill until each has its"
                    + " first record that was due after it, and whether any record was missed or came twice. Ends with exit code"
                    + " 1 if so."
        })
public final class FailoverCommand implements Callable<Integer> {

    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SETTLED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Option(
            names = "--other",
            paramLabel = "URL",
            required = true,
            converter = EdgeOptions.Url.class,
            description = "The edge that the clients go over to, as --edge.")
    private URI other;

    @Option(names = "--kill", paramLabel = "PID", required = true, description = "The process of --edge. It is killed.")
    private long kill;

    @Mixin
    private LoginOptions login;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "500",
            converter = Bounds.Count.class,
            description = "Clients of the edge that is killed (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            converter = Bounds.Count.class,
            description = "Records a second of all streams together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounds.Count.class,
            description =
                    "Instances with five streams each; each client listens to one instance (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--before",
            paramLabel = "N",
            defaultValue = "10",
            converter = Bounds.Seconds.class,
            description = "Seconds of load before the kill (default: ${DEFAULT-VALUE}).")
    private int before;

    @Option(
            names = "--after",
            paramLabel = "N",
            defaultValue = "15",
            converter = Bounds.Seconds.class,
            description = "Seconds of load after the kill (default: ${DEFAULT-VALUE}).")
    private int after;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "350",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a record's value (default: ${DEFAULT-VALUE}).")
    private int size;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        kafka.partitions(Category.EVENT);
        ProcessHandle victim = ProcessHandle.of(kill)
                .orElseThrow(() -> new LoadFailure("there is no process " + kill, "check --kill"));
        URI first = edge.subscriberSocket(login);
        URI second = edge.subscriberSocket(login, other);
        Streams streams = new Streams(
                Category.EVENT, ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), instances, instances * 5, size);
        try (TelemetryProducer producer =
                        TelemetryProducer.start(kafka.producer(1), new SimpleMeterRegistry(), Clock.systemUTC());
                Failover failover = new Failover(first, second, streams, clients, instances)) {
            try {
                return measure(producer, streams, failover, victim::destroyForcibly, stop);
            } finally {
                Remains.delete(producer, streams.deletions());
            }
        }
    }

    private Report measure(
            TelemetryProducer producer, Streams streams, Failover failover, Runnable killing, StopFlag stop)
            throws IOException, InterruptedException {
        if (!failover.awaitRunning(System.nanoTime() + WITHIN_NANOS, stop)) {
            throw new LoadFailure("not every client could subscribe", "see the edge's log, and check ulimit -n");
        }
        long begin = System.nanoTime() + LEAD_NANOS;
        long end = begin + TimeUnit.SECONDS.toNanos(before + after);
        Publisher publisher = new Publisher(producer, streams, new Pace(begin, rate), end, stop);
        Thread publishing = Thread.ofPlatform().name("bench-publisher").start(publisher);
        failover.readUntil(begin + TimeUnit.SECONDS.toNanos(before), stop);
        failover.killed(System.nanoTime());
        killing.run();
        boolean back = failover.awaitBack(System.nanoTime() + WITHIN_NANOS, stop);
        failover.readUntil(end, stop);
        publishing.join();
        producer.flush();
        long[] sent = publisher.sent();
        long missing = failover.settle(sent, System.nanoTime() + SETTLED_WITHIN_NANOS, stop);
        long all = 0;
        for (long ofStream : sent) {
            all += ofStream;
        }
        Report report = new Report("failover: " + clients + " clients of an edge that is killed")
                .text("all_back", "all back", back ? "yes" : "no")
                .count("sent", "records sent", all)
                .count("rate", "  each second", rate)
                .count("not_acknowledged", "  not acknowledged by Kafka", publisher.failed());
        return failover.report(report, missing);
    }
}
