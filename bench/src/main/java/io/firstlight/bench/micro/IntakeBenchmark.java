package io.firstlight.bench.micro;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.ingest.intake.Validation;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Frames of remote producers that the intake checks and turns into records in a second; a log that takes all at once is behind it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class IntakeBenchmark {

    private static final int FRAME_BYTES = 350;

    private final Intake intake = new Intake(
            new DroppingLog(),
            new DroppingLog(),
            TopicPlan.MAX_RECORD_BYTES,
            Validation.LENIENT,
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    private final byte[] frame = Template.loveFrame(SampleRecords.COMPONENT, SampleRecords.stream(0), FRAME_BYTES)
            .with(new Stamp(1, 0, 1, 1));

    /** One frame with one event. */
    @Benchmark
    public IntakeOutcome accept() {
        return intake.accept(frame, "process", address -> true);
    }

    /** Acknowledges and forgets. */
    private static final class DroppingLog implements LogAppender {

        private static final CompletableFuture<Acknowledgement> TAKEN =
                CompletableFuture.completedFuture(new Acknowledgement("dropped", null, 0, 0));

        @Override
        public CompletableFuture<Acknowledgement> append(
                Topic topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
            return TAKEN;
        }
    }
}
