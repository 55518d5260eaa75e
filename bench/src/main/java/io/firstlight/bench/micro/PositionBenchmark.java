package io.firstlight.bench.micro;

import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import org.apache.kafka.common.Uuid;
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

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Position tokens made and read in a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class PositionBenchmark {

    private static final long SOME_OFFSET = 1_234_567_890L;

    @Param({"1", "24"})
    private int partitions;

    private Position position = new Position(List.of());
    private String token = "";

    /** Makes the position. */
    @Setup
    public void setUp() {
        Uuid topic = Uuid.randomUuid();
        position = new Position(IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionOffset(topic, partition, SOME_OFFSET + partition))
                .toList());
        token = PositionToken.encode(position);
    }

    /** To text. */
    @Benchmark
    public String encode() {
        return PositionToken.encode(position);
    }

    /** From text. */
    @Benchmark
    public Optional<Position> decode() {
        return PositionToken.decode(token);
    }
}
