package io.firstlight.bench.ingest;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.CpuReading;
import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Remains;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.TelemetryProducer;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends through the producer as fast as it takes, or at a pace, with a bounded number of messages under way. The figures are of what Kafka
 * acknowledged within the measured time. Owned by one thread; acknowledgements come on Kafka's.
 */
final class SdkLoad {

    private static final long LOOK_AGAIN_MS = 100;

    private final TelemetryProducer producer;
    private final SdkMessages messages;
    private final int inFlightLimit;
    private final double rate;
    private final CpuMeter cpu;
    private final Semaphore inFlight;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Latencies latencies = new Latencies();
    private volatile @Nullable String firstFailure;
    private long sent;

    /**
     * A load.
     *
     * @param rate messages a second, 0 for as many as there may be
     */
    SdkLoad(TelemetryProducer producer, SdkMessages messages, int inFlightLimit, double rate, CpuMeter cpu) {
        this.producer = producer;
        this.messages = messages;
        this.inFlightLimit = inFlightLimit;
        this.rate = rate;
        this.cpu = cpu;
        this.inFlight = new Semaphore(inFlightLimit);
    }

    private record Mark(CpuReading cpu, long acknowledged) {}

    Report run(long warmUpNanos, long measuredNanos, StopFlag stop) throws InterruptedException {
        long begin = System.nanoTime();
        Pace pace = rate == 0 ? null : new Pace(begin, rate);
        sendUntil(begin + warmUpNanos, pace, stop);
        latencies.take();
        Mark from = mark();
        sendUntil(begin + warmUpNanos + measuredNanos, pace, stop);
        Mark to = mark();
        Report report = report(to.cpu().since(from.cpu()), to.acknowledged() - from.acknowledged());
        producer.flush();
        report.count("sent", "messages sent in all", sent)
                .count("acknowledged", "  acknowledged", acknowledged.sum())
                .count("failed", "  failed", failed.sum());
        String failure = firstFailure;
        if (failure != null) {
            report.text("first_failure", "  first failure", failure);
        }
        Remains.delete(producer, messages.deletions());
        return report;
    }

    private Report report(CpuReading used, long done) {
        return new Report("ingest: Java producer into Kafka")
                .number("seconds", "measured", used.seconds(), "s")
                .number("messages_per_second", "messages acknowledged", done / used.seconds(), "/s")
                .perCpuSecond(
                        "client", "messages", "this process", done, used.own().toNanos())
                .latency("acknowledgement", "acknowledged after", latencies.take())
                .count("in_flight_limit", "under way at most", inFlightLimit)
                .cpu(used, cpu.hasServer(), "messages", done);
    }

    private Mark mark() {
        return new Mark(cpu.read(), acknowledged.sum());
    }

    private void sendUntil(long endNanos, @Nullable Pace pace, StopFlag stop) throws InterruptedException {
        while (System.nanoTime() - endNanos < 0 && !stop.isSet()) {
            if (pace != null && stop.awaitUntil(pace.dueNanos(sent))) {
                return;
            }
            if (inFlight.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                send(messages.next());
            }
        }
    }

    private void send(Message message) {
        long sentNanos = System.nanoTime();
        sent++;
        var unused = producer.send(message).whenComplete((ack, failure) -> answered(sentNanos, ack, failure));
    }

    private void answered(long sentNanos, @Nullable Acknowledgement ack, @Nullable Throwable failure) {
        inFlight.release();
        if (ack == null) {
            failed.increment();
            if (firstFailure == null) {
                firstFailure = String.valueOf(failure);
            }
            return;
        }
        latencies.add(System.nanoTime() - sentNanos);
        acknowledged.increment();
    }
}
