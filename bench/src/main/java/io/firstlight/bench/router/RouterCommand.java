package io.firstlight.bench.router;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StartedProcess;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench router}. */
@Command(
        name = "router",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How many records a second the router takes, and per CPU-second.",
            "",
            "Writes records into the telemetry topic, then starts the router by the command given after '--' and waits until it"
                    + " has committed all of them. The first quarter is not measured: its compilers are busy with it. Give a topic prefix of"
                    + " its own, so that no other router reads the same, and data that may be thrown away: what was written stays.",
            "",
            "  firstlight bench router --topic-prefix p12. -- firstlight router --topic-prefix p12. --router-state-dir /tmp/p12"
        })
public final class RouterCommand implements Callable<Integer> {

    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(600);
    private static final int FLUSH_EVERY = 20_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "4000000",
            converter = Bounds.Records.class,
            description = "Records to route (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(
            names = "--addresses",
            paramLabel = "N",
            defaultValue = "2000",
            converter = Bounds.Records.class,
            description =
                    "Components, of one stream each, that the records belong to in turn (default: ${DEFAULT-VALUE}).")
    private int addresses;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "350",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a record's value (default: ${DEFAULT-VALUE}).")
    private int size;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command that runs the router.")
    private List<String> command;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        TopicPlan plan = kafka.topics();
        try (Admin admin = kafka.admin()) {
            TopicCreation.ensure(admin, plan);
            Progress progress = new Progress(
                    admin, RouterContract.applicationId(Map.of(), plan), kafka.partitions(Category.TELEMETRY));
            long before = progress.committed();
            long begin = System.nanoTime();
            fill(stop);
            double fillSeconds = (System.nanoTime() - begin) / 1e9;
            return measure(progress, before, stop)
                    .count("addresses", "addresses", addresses)
                    .count("message_bytes", "bytes of a record", size)
                    .number("fill_seconds", "written before in", fillSeconds, "s");
        }
    }

    private void fill(StopFlag stop) throws InterruptedException {
        List<RoutedComponent> components = RoutedComponent.of(addresses, size);
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(20), new SimpleMeterRegistry(), Clock.systemUTC())) {
            for (int i = 0; i < records; i++) {
                if (i % FLUSH_EVERY == 0) {
                    producer.flush();
                    if (stop.isSet()) {
                        throw new LoadFailure("ended while the records were written", "nothing was measured yet");
                    }
                }
                components.get(i % addresses).send(producer, i);
            }
            producer.flush();
        }
    }

    private Report measure(Progress progress, long before, StopFlag stop) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + WITHIN_NANOS;
        try (StartedProcess router = new StartedProcess("router", command)) {
            CpuMeter cpu = new CpuMeter(List.of(router.pid()), Map.of());
            router.await("warm", () -> progress.committed() - before >= records / 4, deadline, stop);
            CpuReading from = cpu.read();
            long fromRecords = progress.committed();
            router.await("done", () -> progress.committed() - before >= records, deadline, stop);
            CpuReading used = cpu.read().since(from);
            long done = progress.committed() - fromRecords;
            return new Report("router: latest state of " + records + " records")
                    .number("seconds", "measured", used.seconds(), "s")
                    .number("records_per_second", "records routed", done / used.seconds(), "/s")
                    .perCpuSecond(
                            "router",
                            "records",
                            "the router",
                            done,
                            used.server().toNanos())
                    .count("routed", "records in the measured time", done);
        }
    }

    /** What the router has committed of a topic. Owned by one thread. */
    private record Progress(Admin admin, String group, List<TopicPartition> partitions) {

        long committed() {
            try {
                return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                        .filter(entry -> partitions.contains(entry.getKey()) && entry.getValue() != null)
                        .mapToLong(entry -> entry.getValue().offset())
                        .sum();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }
    }
}
