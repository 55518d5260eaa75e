package io.firstlight.webedge.love;

import io.firstlight.bench.micro.BareHub;
import io.firstlight.bench.micro.Jvm;
import io.firstlight.bench.micro.NullSink;
import io.firstlight.bench.micro.SampleRecords;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.outbox.OutboxMeters;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

/**
 * Records of one stream that a hub parses, keeps, encodes for LOVE and puts into the outboxes of that many subscribers in a second. Times
 * the subscribers it is deliveries, without the sockets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class LoveFanOutBenchmark {

    private static final int OUTBOX_BYTES = 768 << 10;

    @Param({"1", "100", "1000"})
    private int subscribers;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Hub hub = BareHub.begin(meters);
    private final byte[] value = SampleRecords.value(Category.EVENT, 1);
    private long offset;

    /** Lets them subscribe. */
    @Setup
    public void setUp() {
        OutboxMeters outboxMeters = new OutboxMeters(meters);
        Target target =
                new Target.OfStream(new Address(Category.EVENT, SampleRecords.COMPONENT, SampleRecords.stream(0)));
        for (int i = 0; i < subscribers; i++) {
            Outbox outbox = new Outbox(new NullSink(), OUTBOX_BYTES, outboxMeters, () -> 0);
            LoveAnswers answers = new LoveAnswers(target.name(), false, null);
            hub.subscribe(
                    new Subscription(new Subscriber(outbox), target, LoveShapes.UNTRACED.plain(), answers, 0, 0),
                    new Start.Now(false));
        }
    }

    /** One record, to all of them. */
    @Benchmark
    public void dispatchAndFlush() {
        hub.dispatch(new LogRecord(Topic.EVENT, 0, offset, offset, value));
        offset++;
        hub.flush();
    }
}
