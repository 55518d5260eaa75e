package io.firstlight.bench.micro;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.record.ParsedRecord;
import io.firstlight.schemas.record.RecordParser;
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

/** Records parsed in a second: what an edge and the router do once with each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class ParseBenchmark {

    @Param({"1", "20"})
    private int streams;

    private byte[] value = {};

    /** Makes the record. */
    @Setup
    public void setUp() {
        value = SampleRecords.value(Category.EVENT, streams);
    }

    /** One record. */
    @Benchmark
    public ParsedRecord parse() {
        return RecordParser.parse(value);
    }
}
