package io.firstlight.bench.ingest;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.option.ProcessOptions;
import io.firstlight.bench.option.TimeOptions;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.concurrent.Callable;

/** {@code firstlight bench ingest}. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Messages through the Java producer into a running Kafka.",
            "",
            "Telemetry of component Bench, one thread, every message acknowledged by all replicas. Reports messages per"
                    + " second and per CPU-second of this process, the time to the acknowledgement, and failures."
        })
public final class IngestCommand implements Callable<Integer> {

    private static final String CSC = "Bench";

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private TimeOptions time;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "350",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a record's value (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--component-count",
            paramLabel = "N",
            defaultValue = "16",
            converter = Bounds.Count.class,
            description = "Instances of the component, which spread over the partitions (default: ${DEFAULT-VALUE}).")
    private int componentCount;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            converter = Bounds.Rate.class,
            description = "Messages a second; 0 for as many as there may be (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "10000",
            converter = Bounds.Count.class,
            description = "Most messages that wait for their acknowledgement (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--linger-ms",
            paramLabel = "MS",
            defaultValue = "3",
            converter = Bounds.LingerMs.class,
            description =
                    "How long the producer waits for a batch to fill (default: ${DEFAULT-VALUE}, as the producer's).")
    private int lingerMs;

    @Mixin
    private ProcessOptions processes;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws InterruptedException {
        kafka.partitions(Category.TELEMETRY);
        CpuMeter cpu = processes.meter();
        SdkMessages messages = new SdkMessages(CSC, componentCount, size - bytesAroundData());
        try (TelemetryProducer producer =
                TelemetryProducer.start(kafka.producer(lingerMs), new SimpleMeterRegistry(), Clock.systemUTC())) {
            return new SdkLoad(producer, messages, inFlight, rate, cpu)
                    .run(time.warmUpNanos(), time.measuredNanos(), stop)
                    .count("message_bytes", "bytes of a message", size);
        }
    }

    /** What a record's value holds beside its data. */
    private static int bytesAroundData() {
        return RecordWriter.write(
                        Category.TELEMETRY,
                        new Component(CSC, 1),
                        false,
                        new byte[0],
                        new Span(0, 0),
                        "bench",
                        "1790000000.000")
                .length;
    }
}
