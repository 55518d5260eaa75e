package io.firstlight.ingest.source;

import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.producer.NotAcknowledged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages of a source that must not lose any: sent in order, and sent again until Kafka has them. At most so many are on their way; then,
 * and while some wait to be sent again, whoever delivers is held up, and with him whatever he reads from.
 *
 * <p>Each message reaches Kafka at least once. Those of a component are in order, but that after an outage one that timed out may be there again
 * behind later ones. A message larger than the log takes can never be sent: it is refused, and counts as done.
 *
 * <p>One thread of its own, which only sends again. Thread-safe; messages delivered by one thread are sent in that order.
 */
public final class Delivery implements AutoCloseable {

    /** How long to wait before a message is sent again, unless configured. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final MessageSender sender;
    private final int most;
    private final Duration pause;
    private final SourceMeters meters;
    private final ScheduledExecutorService again;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By number; what of these is sent again is taken out. Guarded by the lock, as is all below. */
    private final TreeMap<Long, Pending> failed = new TreeMap<>();

    private long next;
    private int underWay;
    private boolean resending;
    private boolean closed;

    private record Pending(long number, Message message, Runnable done) {}

    /**
     * A delivery.
     *
     * @param most messages on their way or waiting at once
     * @param pause before what failed is sent again
     */
    public Delivery(MessageSender sender, int most, Duration pause, SourceMeters meters) {
        this.sender = sender;
        this.most = most;
        this.pause = pause;
        this.meters = meters;
        this.again = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .name(meters.source() + "-source-again")
                .daemon()
                .factory());
    }

    /**
     * Sends a message; blocks while there is no room.
     *
     * @param done called once, when Kafka has it or it can never be sent; on any thread, must not block. Never called if the delivery is closed
     *     before.
     * @return whether it was taken; not after {@link #close}
     */
    public boolean deliver(Message message, Runnable done) throws InterruptedException {
        Pending pending;
        lock.lockInterruptibly();
        try {
            while (!closed && (underWay >= most || resending)) {
                changed.await();
            }
            if (closed) {
                return false;
            }
            underWay++;
            pending = new Pending(next++, message, done);
        } finally {
            lock.unlock();
        }
        send(pending);
        return true;
    }

    /** How many messages are on their way or wait to be sent again. */
    public int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    private void send(Pending pending) {
        var unused = sender.send(pending.message).whenComplete((acknowledgement, failure) -> {
            if (failure == null) {
                meters.acknowledged();
                done(pending);
            } else if (isTooLarge(failure)) {
                meters.refused(Refusal.TOO_LARGE, "a message of " + pending.message.component());
                done(pending);
            } else {
                failed(pending, failure);
            }
        });
    }

    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof NotAcknowledged known && known.reason() == NotAcknowledged.Reason.TOO_LARGE;
    }

    private void done(Pending pending) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        // Before it counts as done: who waits for the end finds all words said.
        pending.done.run();
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Pending pending, Throwable failure) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            failed.put(pending.number, pending);
            if (!resending) {
                resending = true;
                LOG.warn(
                        "messages of the {} source wait and are sent again until Kafka takes them: {}",
                        meters.source(),
                        failure.getMessage());
                var unused = again.schedule(this::resend, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what has failed so far in its order, up to the first that fails at once; and again after a pause if there is still some. */
    private void resend() {
        List<Pending> waiting = takeFailed();
        boolean failing = false;
        for (Pending pending : waiting) {
            if (failing) {
                failAgain(pending);
            } else {
                meters.resent();
                send(pending);
                failing = isWaiting(pending);
            }
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (failed.isEmpty()) {
                resending = false;
                changed.signalAll();
            } else {
                var unused = again.schedule(this::resend, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> takeFailed() {
        lock.lock();
        try {
            List<Pending> waiting = List.copyOf(failed.values());
            failed.clear();
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void failAgain(Pending pending) {
        lock.lock();
        try {
            failed.put(pending.number, pending);
        } finally {
            lock.unlock();
        }
    }

    private boolean isWaiting(Pending pending) {
        lock.lock();
        try {
            return closed || failed.containsKey(pending.number);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until Kafka has all that was delivered; returns whether it has. */
    public boolean awaitDone(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (underWay > 0 && nanos > 0 && !closed) {
                nanos = changed.awaitNanos(nanos);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing again and takes nothing more; returns at once, idempotent. Messages whose word {@code done} has not come may be in the log. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            failed.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        again.shutdownNow();
    }
}
