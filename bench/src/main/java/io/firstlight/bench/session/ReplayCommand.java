package io.firstlight.bench.session;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Report;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast one client is given the past of the log.",
            "",
            "Writes telemetry, waits until the edge has it, and reads it through one WebSocket from before the first record to"
                    + " the last: as a replay from a time with speed \"max\", or as a resumption from an old position. Each run is"
                    + " one measurement of its own; the first finds a cold edge."
        })
public final class ReplayCommand implements Callable<Integer> {

    /** Where the client begins. */
    enum Start {
        /** With {@code from} a time. */
        TIME,
        /** With {@code resume}. */
        POSITION
    }

    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(300);
    private static final int UNDER_WAY = 20_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private LoginOptions login;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = Bounds.Records.class,
            description = "Records to write and read: more than the edge keeps in memory (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "20",
            converter = Bounds.Count.class,
            description = "Streams that they are of (default: ${DEFAULT-VALUE}).")
    private int streamCount;

    @Option(
            names = "--start",
            paramLabel = "WORD",
            defaultValue = "time",
            description = "time or position: how the client says where to begin (default: ${DEFAULT-VALUE}).")
    private Start start;

    @Option(names = "--positions", description = "Every record carries its position.")
    private boolean positions;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "4",
            converter = Bounds.Threads.class,
            description = "How often it is read; the report tells each and the median of all but the first (default:"
                    + " ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "200",
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
        kafka.partitions(Category.TELEMETRY);
        CpuMeter cpu = processes.meter();
        URI socket = edge.subscriberSocket(login);
        Streams streams = new Streams(
                Category.TELEMETRY, ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), 1, streamCount, size);
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(5), new SimpleMeterRegistry(), Clock.systemUTC())) {
            try {
                String position = position(socket, streams, stop);
                long fromMs = System.currentTimeMillis();
                write(producer, streams, socket, stop);
                String options = start == Start.TIME
                        ? "\"from\":" + fromMs + ",\"speed\":\"max\""
                        : "\"resume\":\"" + position + "\"";
                return measure(socket, streams, options + (positions ? ",\"positions\":true" : ""), cpu, stop);
            } finally {
                Remains.delete(producer, streams.deletions());
            }
        }
    }

    private String position(URI socket, Streams streams, StopFlag stop) throws IOException {
        Tally tally = new Tally();
        Session before = new Session(Group.ofInstance(streams, 0), tally);
        try (Replays client = new Replays(socket, before, before.subscription(), tally)) {
            require(client.read(before::hasPosition, System.nanoTime() + WITHIN_NANOS, stop), tally);
            return before.position();
        }
    }

    /** All are of one instance, so of one partition: when the edge has given somebody the last of a stream, it has them all. */
    private void write(TelemetryProducer producer, Streams streams, URI socket, StopFlag stop) throws IOException {
        Tally tally = new Tally();
        int lastKey = (records - 1) % streams.count();
        Session witness = new Session(Group.ofStream(streams, lastKey), tally);
        long[] sent = sent();
        try (Replays client = new Replays(socket, witness, witness.subscription(), tally)) {
            require(client.read(witness::isRunning, System.nanoTime() + WITHIN_NANOS, stop), tally);
            for (int i = 0; i < records; i++) {
                int key = i % streams.count();
                var unused = producer.send(streams.message(key, i / streams.count() + 1, System.nanoTime()));
                if (i % UNDER_WAY == UNDER_WAY - 1) {
                    producer.flush();
                    client.readOnce();
                }
            }
            producer.flush();
            require(client.read(() -> witness.outstanding(sent) == 0, System.nanoTime() + WITHIN_NANOS, stop), tally);
        }
    }

    private long[] sent() {
        long[] sent = new long[streamCount];
        for (int key = 0; key < streamCount; key++) {
            sent[key] = (long) records / streamCount + (key < records % streamCount ? 1 : 0);
        }
        return sent;
    }

    private Report measure(URI socket, Streams streams, String options, CpuMeter cpu, StopFlag stop)
            throws IOException {
        Report report = new Report(
                "replay: " + records + " records to one client, from a " + (start == Start.TIME ? "time" : "position"));
        Tally tally = new Tally();
        double[] perSecond = new double[runs];
        long missing = 0;
        CpuReading from = cpu.read();
        for (int i = 0; i < runs; i++) {
            Group group = Group.ofInstance(streams, 0);
            Session session = new Session(group, tally);
            long[] sent = sent();
            try (Replays client = new Replays(socket, session, group.subscription(options), tally)) {
                var unused = client.read(() -> client.records() >= records, System.nanoTime() + WITHIN_NANOS, stop);
                perSecond[i] = client.records() / (Math.max(1, client.nanos()) / 1e9);
                report.number("run_" + (i + 1) + "_records_per_second", "run " + (i + 1), perSecond[i], "records/s")
                        .number(
                                "run_" + (i + 1) + "_first_ms",
                                "  to the first record",
                                client.toFirstNanos() / 1e6,
                                "ms");
            }
            missing += session.outstanding(sent);
            session.forget();
        }
        CpuReading used = cpu.read().since(from);
        double[] warm = runs == 1 ? perSecond : Arrays.copyOfRange(perSecond, 1, runs);
        Arrays.sort(warm);
        report.number("records_per_second", "median of all but the first", warm[warm.length / 2], "records/s")
                .count("message_bytes", "bytes of a record", size);
        return tally.report(report, missing).cpu(used, cpu.hasServer(), "records", (long) records * runs);
    }

    private static void require(boolean done, Tally tally) {
        if (!done) {
            throw new LoadFailure(
                    tally.failure() == null ? "the records did not come out of the edge" : tally.failure(),
                    "see the edge's log");
        }
    }
}
