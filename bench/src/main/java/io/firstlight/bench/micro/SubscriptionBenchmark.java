package io.firstlight.bench.micro;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
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

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Subscriptions taken and given up in a second by one client, while others hold that many addresses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {Jvm.LEAST_HEAP, Jvm.MOST_HEAP, Jvm.COLLECTOR})
public class SubscriptionBenchmark {

    private static final int OUTBOX_BYTES = 768 << 10;
    private static final NullShape SHAPE = new NullShape();
    private static final int STREAMS_OF_A_COMPONENT = 100;

    @Param({"1000", "100000"})
    private int addresses;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final OutboxMeters outboxMeters = new OutboxMeters(meters);
    private Hub hub = BareHub.begin(meters);
    private Subscriber client = subscriber();
    private List<Target> targets = List.of();
    private int next;

    /** Lets others subscribe to every address. */
    @Setup
    public void setUp() {
        hub = BareHub.begin(meters);
        client = subscriber();
        Subscriber other = subscriber();
        targets = IntStream.range(0, addresses)
                .<Target>mapToObj(number -> new Target.OfStream(new Address(
                        Category.EVENT,
                        new Component("Sample", number / STREAMS_OF_A_COMPONENT),
                        SampleRecords.stream(number % STREAMS_OF_A_COMPONENT))))
                .toList();
        targets.forEach(target -> subscribe(other, target));
    }

    private Subscriber subscriber() {
        return new Subscriber(new Outbox(new NullSink(), OUTBOX_BYTES, outboxMeters, () -> 0));
    }

    private void subscribe(Subscriber subscriber, Target target) {
        hub.subscribe(new Subscription(subscriber, target, SHAPE, new NoAnswers(), 0, 0), new Start.Now(true));
        hub.flush();
    }

    /** One subscription taken, with its answer, and given up. */
    @Benchmark
    public void subscribeAndUnsubscribe() {
        Target target = targets.get(next);
        next = (next + 1) % targets.size();
        subscribe(client, target);
        hub.unsubscribe(client, target, NoAnswers.CONFIRMATION);
        hub.flush();
    }
}
