package io.firstlight.bench.micro;

import io.firstlight.router.liveness.LivenessConfig;
import io.firstlight.router.liveness.LivenessCore;
import io.firstlight.router.liveness.Sign;
import io.firstlight.router.liveness.Signs;
import io.firstlight.schemas.address.Category;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** Records heard in a second by what watches who falls silent: parsed, their stamps looked for, their gaps learned. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class LivenessBenchmark {

    @Param({"1", "20"})
    private int streams;

    private byte[] value = {};
    private LivenessCore core = new LivenessCore(LivenessConfig.defaults());
    private long nowMs;

    /** Makes the record. */
    @Setup
    public void setUp() {
        value = SampleRecords.value(Category.TELEMETRY, streams);
        core = new LivenessCore(LivenessConfig.defaults());
        nowMs = 1_790_000_000_000L;
    }

    /** One record. */
    @Benchmark
    public int hear() {
        nowMs += 1_000;
        for (Sign sign : Signs.in(value, nowMs)) {
            core.hear(sign, nowMs);
        }
        return core.known();
    }
}
