package io.firstlight.bench.session;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
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
import io.firstlight.bench.option.ProcessOptions;
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
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench churn}. */
@Command(
        name = "churn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Clients that join and leave at random under load: does each see every record once?",
            "",
            "Each subscribes with a snapshot and positions to a stream, an instance, a selection or the whole category, stays a"
                    + " while, vanishes, and comes back with its position or as somebody new. From its snapshot on the numbers"
                    + " of every address must come without a gap and without a repeat. Ends with exit code 1 if not."
        })
public final class ChurnCommand implements Callable<Integer> {

    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SETTLED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private LoginOptions login;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "50",
            converter = Bounds.Count.class,
            description = "Clients that come and go (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            converter = Bounds.Count.class,
            description = "Records a second of all streams together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "40",
            converter = Bounds.Count.class,
            description = "Streams, of several instances (default: ${DEFAULT-VALUE}).")
    private int streamCount;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "120",
            converter = Bounds.Seconds.class,
            description = "How long they come and go, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--stay",
            paramLabel = "N",
            defaultValue = "8",
            converter = Bounds.Seconds.class,
            description = "The most seconds that one stays; absences are half as long (default: ${DEFAULT-VALUE}).")
    private int staySeconds;

    @Option(names = "--seed", paramLabel = "N", description = "Of the chance, as an earlier report tells it.")
    private Long seed = ThreadLocalRandom.current().nextLong(1_000_000);

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "350",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a record's value (default: ${DEFAULT-VALUE}).")
    private int size;

    @Mixin
    private ProcessOptions processes;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        kafka.partitions(Category.EVENT);
        CpuMeter cpu = processes.meter();
        URI socket = edge.subscriberSocket(login);
        int instances = Math.max(1, streamCount / 5);
        Streams streams = new Streams(
                Category.EVENT, ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), instances, streamCount, size);
        try (TelemetryProducer producer =
                        TelemetryProducer.start(kafka.producer(1), new SimpleMeterRegistry(), Clock.systemUTC());
                Churn churn =
                        new Churn(socket, streams, clients, TimeUnit.SECONDS.toNanos(staySeconds), new Random(seed))) {
            try {
                return measure(producer, streams, churn, cpu, stop);
            } finally {
                Remains.delete(producer, streams.deletions());
            }
        }
    }

    private Report measure(TelemetryProducer producer, Streams streams, Churn churn, CpuMeter cpu, StopFlag stop)
            throws IOException, InterruptedException {
        long begin = System.nanoTime() + LEAD_NANOS;
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        Publisher publisher = new Publisher(producer, streams, new Pace(begin, rate), end, stop);
        Thread publishing = Thread.ofPlatform().name("bench-publisher").start(publisher);
        CpuReading before = cpu.read();
        churn.run(end, stop);
        CpuReading used = cpu.read().since(before);
        publishing.join();
        producer.flush();
        long[] sent = publisher.sent();
        long missing = churn.settle(sent, System.nanoTime() + SETTLED_WITHIN_NANOS, stop);
        long all = 0;
        for (long ofStream : sent) {
            all += ofStream;
        }
        Report report = new Report("churn: " + clients + " clients that come and go, " + streamCount + " streams")
                .number("seconds", "for", used.seconds(), "s")
                .count("seed", "seed", seed)
                .count("sent", "records sent", all)
                .number("sent_per_second", "  each second", all / used.seconds(), "/s")
                .count("not_acknowledged", "  not acknowledged by Kafka", publisher.failed());
        churn.report(report, missing);
        return report.cpu(used, cpu.hasServer(), "records", all);
    }
}
