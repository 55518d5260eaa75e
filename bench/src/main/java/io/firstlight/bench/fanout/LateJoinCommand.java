package io.firstlight.bench.fanout;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Latencies;
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

/** {@code firstlight bench late-join}. */
@Command(
        name = "late-join",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How soon clients that come late have the latest value of many addresses.",
            "",
            "Publishes an event of each address, waits until the edge has them all, connects the clients, and measures"
                    + " from the moment they subscribe to when each has every value: address by address, or with --snapshot by"
                    + " one subscription of all with a snapshot."
        })
public final class LateJoinCommand implements Callable<Integer> {

    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private LoginOptions login;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--addresses",
            paramLabel = "N",
            defaultValue = "1000",
            converter = Bounds.Count.class,
            description = "Addresses that each client subscribes to (default: ${DEFAULT-VALUE}).")
    private int addresses;

    @Option(
            names = "--joiners",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounds.Count.class,
            description = "Clients that subscribe at the same time (default: ${DEFAULT-VALUE}).")
    private int joinerCount;

    @Option(names = "--snapshot", description = "Subscribe once to all addresses, with a snapshot.")
    private boolean snapshot;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounds.Threads.class,
            description = "How often the clients come, one round after another; the last is the one that is measured"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

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
        Streams streams = new Streams(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), addresses, size);
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(3), new SimpleMeterRegistry(), Clock.systemUTC())) {
            try {
                publish(producer, streams, socket, stop);
                Report report = measure(streams, socket, cpu, stop);
                for (int round = 1; round < rounds && !stop.isSet(); round++) {
                    report = measure(streams, socket, cpu, stop);
                }
                return report;
            } finally {
                Remains.delete(producer, streams.deletions());
            }
        }
    }

    /** All are of one component, so in one partition: when the edge has sent the last to somebody, it has them all. */
    private void publish(TelemetryProducer producer, Streams streams, URI socket, StopFlag stop) throws IOException {
        try (LateJoiners witness = new LateJoiners(socket, 1, streams, streams.count() - 1, false)) {
            require(witness.connect(deadline(), stop), "the edge did not answer");
            witness.subscribe();
            for (int key = 0; key < streams.count(); key++) {
                var unused = producer.send(streams.message(key, 1, System.nanoTime()));
            }
            producer.flush();
            require(witness.awaitComplete(deadline(), stop), "the values did not come out of the edge");
        }
    }

    private Report measure(Streams streams, URI socket, CpuMeter cpu, StopFlag stop) throws IOException {
        try (LateJoiners joiners = new LateJoiners(socket, joinerCount, streams, 0, snapshot)) {
            require(joiners.connect(deadline(), stop), "not every client could connect");
            CpuReading before = cpu.read();
            long begin = System.nanoTime();
            joiners.subscribe();
            boolean complete = joiners.awaitComplete(deadline(), stop);
            CpuReading used = cpu.read().since(before);
            Histogram times = Latencies.none();
            joiners.completeNanos().forEach(nanos -> times.recordValue(nanos - begin));
            long values = times.getTotalCount() * addresses;
            return new Report("late-join: " + joinerCount + " clients x " + addresses + " addresses"
                            + (snapshot ? " in one snapshot" : " one by one"))
                    .text("complete", "all complete", complete ? "yes" : "no")
                    .latency("snapshot", "subscribed to complete", times)
                    .number("bytes_per_joiner", "bytes to each", joiners.bytesRead() / (double) joinerCount, "")
                    .cpu(used, cpu.hasServer(), "values", values)
                    .count("message_bytes", "bytes of a message", size);
        }
    }

    private static long deadline() {
        return System.nanoTime() + WITHIN_NANOS;
    }

    private static void require(boolean done, String otherwise) {
        if (!done) {
            throw new LoadFailure(otherwise, "see the edge's log, or ask for less");
        }
    }
}
