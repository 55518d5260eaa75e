package io.firstlight.bench.micro;

import io.firstlight.webedge.merge.Extremes;
import io.firstlight.webedge.merge.NumericLeaves;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.firstlight.webedge.outbox.Sample;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** Batches of frames that pass through one outbox in a second, with a connection that takes all at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class OutboxBenchmark {

    private static final int OUTBOX_BYTES = 768 << 10;

    @Param({"1", "16"})
    private int frames;

    private final byte[] frame = new byte[450];
    private final Object key = new Object();
    private final Sample sample = new PlainSample(frame);
    private final Outbox outbox =
            new Outbox(new NullSink(), OUTBOX_BYTES, new OutboxMeters(new SimpleMeterRegistry()), () -> 0);

    /** Frames that must not be lost, then a flush. */
    @Benchmark
    public void offerAndFlush() {
        for (int i = 0; i < frames; i++) {
            outbox.offer(frame);
        }
        outbox.flush();
    }

    /** Telemetry frames, then a flush. */
    @Benchmark
    public void offerSampleAndFlush() {
        for (int i = 0; i < frames; i++) {
            outbox.offerSample(key, sample, 0);
        }
        outbox.flush();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record PlainSample(byte[] frame) implements Sample {

        @Override
        public NumericLeaves leaves() {
            return NumericLeaves.NONE;
        }

        @Override
        public byte[] mergedFrame(Extremes extremes) {
            return frame;
        }
    }
}
