package io.firstlight.bench.message;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the messages of all streams in turn at their pace. {@link #run} belongs to one thread; the rest may be asked from any once it has
 * returned, the times also before.
 */
public final class Publisher implements Runnable {

    private final MessageSender producer;
    private final Streams streams;
    private final Pace pace;
    private final long endNanos;
    private final StopFlag stop;
    private final long[] sent;
    private final Latencies lag = new Latencies();
    private final Latencies acknowledgement = new Latencies();
    private final LongAdder failed = new LongAdder();

    /**
     * A publisher.
     *
     * @param pace of all streams together
     * @param endNanos when it ends, as {@link System#nanoTime}
     */
    public Publisher(MessageSender producer, Streams streams, Pace pace, long endNanos, StopFlag stop) {
        this.producer = producer;
        this.streams = streams;
        this.pace = pace;
        this.endNanos = endNanos;
        this.stop = stop;
        this.sent = new long[streams.count()];
    }

    @Override
    public void run() {
        for (long i = 0; ; i++) {
            long dueNanos = pace.dueNanos(i);
            if (dueNanos - endNanos >= 0 || !waitUntil(dueNanos)) {
                return;
            }
            int key = (int) (i % streams.count());
            lag.add(System.nanoTime() - dueNanos);
            send(streams.message(key, ++sent[key], dueNanos), dueNanos);
        }
    }

    private boolean waitUntil(long dueNanos) {
        for (long wait = dueNanos - System.nanoTime(); wait > 0; wait = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (stop.isSet()) {
                return false;
            }
        }
        return !stop.isSet();
    }

    private void send(Message message, long dueNanos) {
        var unused = producer.send(message).whenComplete((ack, failure) -> answered(dueNanos, failure));
    }

    private void answered(long dueNanos, @Nullable Throwable failure) {
        if (failure != null) {
            failed.increment();
        } else {
            acknowledgement.add(System.nanoTime() - dueNanos);
        }
    }

    /** How many of each stream were sent. */
    public long[] sent() {
        return sent.clone();
    }

    /** How late it was itself. */
    public Latencies lag() {
        return lag;
    }

    /** From when a message was due to when Kafka had it. */
    public Latencies acknowledgement() {
        return acknowledgement;
    }

    /** How many Kafka did not take. */
    public long failed() {
        return failed.sum();
    }
}
