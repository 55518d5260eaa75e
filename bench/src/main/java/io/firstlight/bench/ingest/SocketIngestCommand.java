package io.firstlight.bench.ingest;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.message.Remains;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.option.ProcessOptions;
import io.firstlight.bench.option.TimeOptions;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** {@code firstlight bench socket-ingest}. */
@Command(
        name = "socket-ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Messages through LOVE's WebSocket and a running edge into Kafka.",
            "",
            "Events of component Bench, an instance per connection. Reports how many records a second Kafka has got (the"
                    + " ends of the topic's partitions before and after: in a quiet system they are all of this run), per"
                    + " CPU-second of --pid, and, read back from the log afterwards, whether each message is there once."
        })
public final class SocketIngestCommand implements Callable<Integer> {

    private static final long OPEN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long ARRIVE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long READ_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Option(
            names = "--process-password",
            paramLabel = "TEXT",
            defaultValue = "dev_pass",
            showDefaultValue = Visibility.NEVER,
            description = "What producers show (default: that of a standalone on loopback).")
    private String processPassword;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TimeOptions time;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "4",
            converter = Bounds.Count.class,
            description = "Producers, each on a connection of its own (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "350",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            converter = Bounds.Rate.class,
            description = "Messages a second of all connections; 0 for as many as the edge reads (default:"
                    + " ${DEFAULT-VALUE}).")
    private int rate;

    @Mixin
    private ProcessOptions processes;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private record Mark(CpuReading cpu, TopicEnds ends) {}

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        List<TopicPartition> partitions = kafka.partitions(Category.EVENT);
        CpuMeter cpu = processes.meter();
        int run = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        Report report = new Report("socket-ingest: LOVE's WebSocket through the edge into Kafka");
        try (Admin admin = kafka.admin();
                Consumer<byte[], byte[]> consumer = kafka.consumer();
                SocketLoad load = new SocketLoad(edge.producerSocket(processPassword), connections, size, run)) {
            TopicEnds before = TopicEnds.read(admin, partitions);
            if (load.open(System.nanoTime() + OPEN_WITHIN_NANOS, stop)) {
                long begin = System.nanoTime();
                Pace pace = rate == 0 ? null : new Pace(begin, rate);
                load.sendUntil(begin + time.warmUpNanos(), pace, stop);
                Mark from = new Mark(cpu.read(), TopicEnds.read(admin, partitions));
                load.sendUntil(begin + time.warmUpNanos() + time.measuredNanos(), pace, stop);
                Mark to = new Mark(cpu.read(), TopicEnds.read(admin, partitions));
                addRates(report, to.cpu().since(from.cpu()), to.ends().since(from.ends()), cpu.hasServer());
            }
            TopicEnds after = awaitArrival(load, admin, partitions, before);
            SequenceCheck stored = StoredRecords.check(
                    consumer, before, after, run, connections, System.nanoTime() + READ_WITHIN_NANOS);
            addAccount(report, load, stored);
        }
        deleteState();
        return report;
    }

    private void addRates(Report report, CpuReading used, long records, boolean hasServer) {
        report.number("seconds", "measured", used.seconds(), "s")
                .number("messages_per_second", "messages in Kafka", records / used.seconds(), "/s")
                .cpu(used, hasServer, "messages", records)
                .count("connections", "connections", connections)
                .count("message_bytes", "bytes of a message", size);
    }

    private static void addAccount(Report report, SocketLoad load, SequenceCheck stored) {
        report.count("sent", "messages sent in all", load.sentInAll())
                .count("stored", "  found in Kafka", stored.received())
                .count("missing", "  missing there", stored.gaps() + stored.outstanding(load.sent()))
                .count("repeated", "  repeated or out of order there", stored.repeats())
                .count("refused", "  refused by the edge", load.refused());
        String refusal = load.firstRefusal();
        if (refusal != null) {
            report.text("first_refusal", "  first refusal", refusal);
        }
    }

    /** Waits until as many records have come as were sent, or none comes any more. */
    private static TopicEnds awaitArrival(
            SocketLoad load, Admin admin, List<TopicPartition> partitions, TopicEnds before)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ARRIVE_WITHIN_NANOS;
        TopicEnds ends = TopicEnds.read(admin, partitions);
        while (ends.since(before) < load.sentInAll() - load.refused() && System.nanoTime() - deadline < 0) {
            load.idleUntil(System.nanoTime() + LOOK_AGAIN_NANOS);
            ends = TopicEnds.read(admin, partitions);
        }
        return ends;
    }

    private void deleteState() {
        byte[] nothing = ("{\"" + SocketLoad.STREAM + "\":null}").getBytes(StandardCharsets.UTF_8);
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(0), new SimpleMeterRegistry(), Clock.systemUTC())) {
            Remains.delete(
                    producer,
                    IntStream.range(0, connections)
                            .mapToObj(i -> new Message(Category.EVENT, SocketLoad.component(i), nothing))
                            .toList());
        }
    }
}
