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
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.HdrHistogram.Histogram;
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

/** {@code firstlight bench slow-client}. */
@Command(
        name = "slow-client",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "One of many clients stops to read for a while, under load.",
            "",
            "All listen to the same telemetry and events. Reports the latency of the others before and meanwhile, the most"
                    + " that the edge held for one connection, and whether the slow one, when it reads again, gets every event and"
                    + " the extremes of all telemetry that was merged. Ends with exit code 1 if not."
        })
public final class SlowClientCommand implements Callable<Integer> {

    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long ABREAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LEAST_OTHERS = 2;

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
            defaultValue = "200",
            converter = Bounds.Count.class,
            description = "Clients, the slow one among them (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--telemetry-rate",
            paramLabel = "N",
            defaultValue = "400",
            converter = Bounds.Count.class,
            description = "Telemetry records a second of all streams together (default: ${DEFAULT-VALUE}).")
    private int telemetryRate;

    @Option(
            names = "--event-rate",
            paramLabel = "N",
            defaultValue = "100",
            converter = Bounds.Count.class,
            description = "Events a second of all streams together (default: ${DEFAULT-VALUE}).")
    private int eventRate;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounds.Count.class,
            description = "Streams of telemetry, and as many of events (default: ${DEFAULT-VALUE}).")
    private int streamCount;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            converter = Bounds.WarmUp.class,
            description = "Seconds of load that are not measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--before",
            paramLabel = "N",
            defaultValue = "60",
            converter = Bounds.Seconds.class,
            description = "Seconds of load that are measured before (default: ${DEFAULT-VALUE}).")
    private int before;

    @Option(
            names = "--stall",
            paramLabel = "N",
            defaultValue = "60",
            converter = Bounds.Seconds.class,
            description = "Seconds that the slow one does not read (default: ${DEFAULT-VALUE}).")
    private int stall;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "1000",
            converter = Bounds.MessageBytes.class,
            description =
                    "Bytes of a record's value: what is sent meanwhile must be more than the kernel's socket buffers"
                            + " take, some megabytes (default: ${DEFAULT-VALUE}).")
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
        if (clients < LEAST_OTHERS) {
            throw new LoadFailure("one client has no others", "ask for more --clients");
        }
        CpuMeter cpu = processes.meter();
        URI socket = edge.subscriberSocket(login);
        int run = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE - 1);
        Streams telemetry = new Streams(Category.TELEMETRY, run, 1, streamCount, size);
        Streams events = new Streams(Category.EVENT, run + 1, 1, streamCount, size);
        try (TelemetryProducer producer =
                        TelemetryProducer.start(kafka.producer(1), new SimpleMeterRegistry(), Clock.systemUTC());
                SlowClient sockets = new SlowClient(socket, telemetry, events, clients)) {
            try {
                return measure(producer, sockets, cpu, stop);
            } finally {
                Remains.delete(producer, telemetry.deletions());
                Remains.delete(producer, events.deletions());
            }
        }
    }

    private Report measure(TelemetryProducer producer, SlowClient sockets, CpuMeter cpu, StopFlag stop)
            throws IOException, InterruptedException {
        if (!sockets.read(sockets::isRunning, System.nanoTime() + WITHIN_NANOS, stop)) {
            throw new LoadFailure("not every client could subscribe", "see the edge's log, and check ulimit -n");
        }
        long begin = System.nanoTime() + LEAD_NANOS;
        StopFlag enough = new StopFlag();
        Publisher telemetry = new Publisher(
                producer, sockets.telemetry(), new Pace(begin, telemetryRate), Long.MAX_VALUE / 2 + begin, enough);
        Publisher events = new Publisher(
                producer, sockets.events(), new Pace(begin, eventRate), Long.MAX_VALUE / 2 + begin, enough);
        Thread telemetryThread = Thread.ofPlatform().name("bench-telemetry").start(telemetry);
        Thread eventThread = Thread.ofPlatform().name("bench-events").start(events);
        try {
            long stalled = begin + TimeUnit.SECONDS.toNanos(warmUp + before);
            readUntil(sockets, begin + TimeUnit.SECONDS.toNanos(warmUp), stop);
            sockets.othersLatencies().take();
            EdgeLook calm = look();
            readUntil(sockets, stalled, stop);
            calm.stop();
            Histogram latencyBefore = sockets.othersLatencies().take();

            sockets.slowReads(false);
            CpuReading from = cpu.read();
            EdgeLook look = look();
            readUntil(sockets, stalled + TimeUnit.SECONDS.toNanos(stall), stop);
            look.stop();
            CpuReading used = cpu.read().since(from);
            Histogram latencyMeanwhile = sockets.othersLatencies().take();

            long again = System.nanoTime();
            sockets.slowReads(true);
            boolean abreast =
                    sockets.read(() -> sockets.isSlowAbreast(ABREAST_NANOS), System.nanoTime() + WITHIN_NANOS, stop);
            long abreastNanos = System.nanoTime() - again;
            enough.set();
            telemetryThread.join();
            eventThread.join();
            producer.flush();
            long[] sentTelemetry = telemetry.sent();
            long[] sentEvents = events.sent();
            var unused = sockets.read(
                    () -> sockets.slowMissing(sentTelemetry, sentEvents)
                                    + sockets.othersMissing(sentTelemetry, sentEvents)
                            == 0,
                    System.nanoTime() + WITHIN_NANOS,
                    stop);
            Report report = new Report("slow-client: 1 of " + clients + " does not read for " + stall + " s")
                    .latency("others_before", "others' latency before", latencyBefore)
                    .latency("others_meanwhile", "others' latency meanwhile", latencyMeanwhile)
                    .number(
                            "others_p99_change",
                            "  change of p99",
                            100.0
                                    * (latencyMeanwhile.getValueAtPercentile(99)
                                            - latencyBefore.getValueAtPercentile(99))
                                    / Math.max(1, latencyBefore.getValueAtPercentile(99)),
                            "%")
                    .count("outbox_largest_before_bytes", "most held for one before, bytes", calm.largestOutboxBytes())
                    .count("outbox_largest_bytes", "most held for one meanwhile, bytes", look.largestOutboxBytes())
                    .count("outbox_all_bytes", "most held for all meanwhile, bytes", look.allOutboxBytes())
                    .count("resident_before_bytes", "memory of --pid before, bytes", calm.residentBytes())
                    .count("resident_meanwhile_bytes", "memory of --pid meanwhile, bytes", look.residentBytes())
                    .text("abreast", "abreast again", abreast ? "yes" : "no")
                    .number("abreast_seconds", "  after", abreastNanos / 1e9, "s");
            long othersMissing = sockets.othersMissing(sentTelemetry, sentEvents);
            long slowMissing = sockets.slowMissing(sentTelemetry, sentEvents);
            sockets.settle();
            if (!abreast) {
                sockets.slow().failure("it did not come abreast");
            }
            report.text("of_others", "the others", sockets.others().line(othersMissing))
                    .count(
                            "others_lagged",
                            "  times that one of them lagged",
                            sockets.others().notices("lagging"));
            sockets.slow().report(report, slowMissing);
            if (sockets.others().isBroken(othersMissing)) {
                report.verdict(false);
            }
            return report.cpu(used, cpu.hasServer(), "records", latencyMeanwhile.getTotalCount());
        } finally {
            enough.set();
        }
    }

    private EdgeLook look() {
        EdgeLook look = new EdgeLook(edge.edge(), processes.pids());
        Thread.ofPlatform().daemon().name("bench-look").start(look);
        return look;
    }

    private static void readUntil(SlowClient sockets, long nanos, StopFlag stop) throws IOException {
        var unused = sockets.read(() -> false, nanos, stop);
    }
}
