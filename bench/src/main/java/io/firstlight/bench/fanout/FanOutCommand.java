package io.firstlight.bench.fanout;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Remains;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.LoginOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.option.ProcessOptions;
import io.firstlight.bench.option.TimeOptions;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** {@code firstlight bench fanout}. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "The whole way: Java producer, running Kafka, running edge, many WebSocket clients.",
            "",
            "Every client subscribes to every stream. Reports deliveries per second and per CPU-second of --pid, the time"
                    + " from when a message was due to when a client read it, beside it what a plain Kafka consumer sees,"
                    + " and what was missing or came twice.",
            "",
            "  S1   --subscribers 1000 --streams 1  --rate 50",
            "  S2   --subscribers 100  --streams 20 --rate 50",
            "  S5   --subscribers 100  --streams 1  --rate 100"
        })
public final class FanOutCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private LoginOptions login;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TimeOptions time;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "100",
            converter = Bounds.Count.class,
            description = "Clients, each on a connection of its own (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounds.Count.class,
            description = "Streams that each of them subscribes to (default: ${DEFAULT-VALUE}).")
    private int streamCount;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            converter = Bounds.Count.class,
            description = "Messages a second of each stream (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "350",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a record's value (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--linger-ms",
            paramLabel = "MS",
            defaultValue = "0",
            converter = Bounds.LingerMs.class,
            description = "How long the producer waits for a batch to fill (default: ${DEFAULT-VALUE}).")
    private int lingerMs;

    @Option(
            names = "--client-threads",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounds.Threads.class,
            description = "Threads that read; more when the CPU of this process is near one core (default:"
                    + " ${DEFAULT-VALUE}).")
    private int clientThreads;

    @Mixin
    private ProcessOptions processes;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        List<TopicPartition> partitions = kafka.partitions(Category.EVENT);
        CpuMeter cpu = processes.meter();
        URI socket = edge.subscriberSocket(login);
        Streams streams = new Streams(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), streamCount, size);
        List<Subscribers> subscribers = new ArrayList<>();
        for (int i = 0; i < clientThreads; i++) {
            int share = clients / clientThreads + (i < clients % clientThreads ? 1 : 0);
            if (share > 0) {
                subscribers.add(new Subscribers(socket, share, streams));
            }
        }
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(lingerMs), new SimpleMeterRegistry(), Clock.systemUTC())) {
            LogWitness witness = new LogWitness(kafka.consumer(), partitions, streams);
            try {
                return new FanOut(producer, streams, subscribers, witness, cpu, clients)
                        .run((double) rate * streamCount, time.warmUpNanos(), time.measuredNanos(), stop)
                        .count("rate_per_stream", "offered per stream and second", rate)
                        .count("message_bytes", "bytes of a message", size);
            } finally {
                Remains.delete(producer, streams.deletions());
            }
        }
    }
}
