package io.firstlight.bench.fanout;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.message.Publisher;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.MessageSender;
import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One measurement: waits until all have subscribed, publishes, looks at counters and CPU at the beginning and the end of the measured time,
 * and waits for the last messages. Owned by the calling thread, which starts the others and ends them before it returns.
 */
final class FanOut {

    private static final long SUBSCRIBED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long DRAINED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final MessageSender producer;
    private final Streams streams;
    private final List<Subscribers> subscribers;
    private final LogWitness witness;
    private final CpuMeter cpu;
    private final int clients;

    FanOut(
            MessageSender producer,
            Streams streams,
            List<Subscribers> subscribers,
            LogWitness witness,
            CpuMeter cpu,
            int clients) {
        this.producer = producer;
        this.streams = streams;
        this.subscribers = List.copyOf(subscribers);
        this.witness = witness;
        this.cpu = cpu;
        this.clients = clients;
    }

    private record Mark(CpuReading cpu, long received) {}

    /**
     * Measures.
     *
     * @param perSecond messages of all streams together
     * @throws LoadFailure if the subscribers do not get through
     */
    Report run(double perSecond, long warmUpNanos, long measuredNanos, StopFlag stop) throws InterruptedException {
        List<Thread> threads = subscribers.stream()
                .map(group -> Thread.ofPlatform().name("bench-subscribers").start(group))
                .toList();
        Thread reading = Thread.ofPlatform().name("bench-witness").start(witness);
        try {
            awaitSubscribed(stop);
            long begin = System.nanoTime() + LEAD_NANOS;
            long end = begin + warmUpNanos + measuredNanos;
            Publisher publisher = new Publisher(producer, streams, new Pace(begin, perSecond), end, stop);
            Thread publishing = Thread.ofPlatform().name("bench-publisher").start(publisher);
            stop.awaitUntil(begin + warmUpNanos);
            Mark from = mark();
            takeLatencies(publisher);
            stop.awaitUntil(end);
            Mark to = mark();
            Report report = figures(from, to, publisher);
            publishing.join();
            drain(publisher.sent(), stop);
            stopSubscribers(threads);
            return account(report, publisher);
        } finally {
            stopSubscribers(threads);
            witness.stop();
            reading.join();
        }
    }

    private void awaitSubscribed(StopFlag stop) throws InterruptedException {
        long deadline = System.nanoTime() + SUBSCRIBED_WITHIN_NANOS;
        for (Subscribers group : subscribers) {
            while (!group.ready().await(LOOK_AGAIN_NANOS, TimeUnit.NANOSECONDS)) {
                String failure = group.failure();
                if (failure != null) {
                    throw new LoadFailure(
                            failure,
                            "check --edge and --user, the limit of open files (ulimit -n), and the edge's log");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new LoadFailure(
                            group.ready().getCount() + " clients are not subscribed yet", "try fewer --subscribers");
                }
                if (stop.isSet()) {
                    throw new LoadFailure("ended while the clients subscribed", "nothing was measured yet");
                }
            }
        }
    }

    private Mark mark() {
        return new Mark(cpu.read(), received());
    }

    private long received() {
        return subscribers.stream().mapToLong(Subscribers::received).sum();
    }

    /** Forgets the times of the warm-up. */
    private void takeLatencies(Publisher publisher) {
        subscribers.forEach(group -> group.latencies().take());
        publisher.lag().take();
        publisher.acknowledgement().take();
        witness.latencies().take();
    }

    private Report figures(Mark from, Mark to, Publisher publisher) {
        CpuReading used = to.cpu().since(from.cpu());
        long delivered = to.received() - from.received();
        Histogram latencies = Latencies.none();
        subscribers.forEach(group -> latencies.add(group.latencies().take()));
        return new Report(
                        "fanout: producer, Kafka, edge, " + clients + " subscribers x " + streams.count() + " streams")
                .number("seconds", "measured", used.seconds(), "s")
                .number("deliveries_per_second", "deliveries", delivered / used.seconds(), "/s")
                .latency("latency", "latency, due to read", latencies)
                .latency(
                        "kafka", "  Kafka alone (consumer)", witness.latencies().take())
                .latency(
                        "acknowledgement",
                        "  Kafka's acknowledgement",
                        publisher.acknowledgement().take())
                .latency(
                        "publisher_lag",
                        "  publisher's own lag",
                        publisher.lag().take())
                .cpu(used, cpu.hasServer(), "deliveries", delivered);
    }

    private void drain(long[] sent, StopFlag stop) throws InterruptedException {
        long expected = 0;
        for (long ofStream : sent) {
            expected += ofStream * clients;
        }
        long deadline = System.nanoTime() + DRAINED_WITHIN_NANOS;
        while (received() < expected && System.nanoTime() - deadline < 0) {
            if (stop.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS)) {
                return;
            }
        }
    }

    private void stopSubscribers(List<Thread> threads) throws InterruptedException {
        subscribers.forEach(Subscribers::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Report account(Report report, Publisher publisher) {
        long[] sent = publisher.sent();
        long messages = 0;
        for (long ofStream : sent) {
            messages += ofStream;
        }
        List<SequenceCheck> checks =
                subscribers.stream().flatMap(group -> group.checks().stream()).toList();
        report.count("sent", "messages sent in all", messages)
                .count("not_acknowledged", "  not acknowledged by Kafka", publisher.failed())
                .count(
                        "delivered",
                        "  deliveries in all",
                        checks.stream().mapToLong(SequenceCheck::received).sum())
                .count(
                        "gaps",
                        "  gaps (messages passed over)",
                        checks.stream().mapToLong(SequenceCheck::gaps).sum())
                .count(
                        "repeats",
                        "  repeats",
                        checks.stream().mapToLong(SequenceCheck::repeats).sum())
                .count(
                        "missing",
                        "  missing at the end",
                        checks.stream()
                                .mapToLong(check -> check.outstanding(sent))
                                .sum());
        subscribers.stream()
                .map(Subscribers::failure)
                .filter(failure -> failure != null)
                .findFirst()
                .ifPresent(failure -> report.text("first_failure", "  first failure", failure));
        return report;
    }
}
