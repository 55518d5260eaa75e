package io.firstlight.router;

import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * What becomes of an application when one of its stream threads dies. Most causes pass (a broker was away for long), so the thread is replaced; a cause
 * that comes back at once each time is a fault of program or cluster, and turning in circles would only hide it. Where topics are missing
 * no thread can do better, so all stop until {@link Upkeep} begins anew. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    static final int MOST = 5;
    static final Duration WITHIN = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(ThreadFailures.class);

    private final String applicationId;
    private final LongSupplier nanoClock;
    private final Deque<Long> failedAtNanos = new ArrayDeque<>(); // guarded by this
    private volatile boolean topicsWereMissing;

    ThreadFailures(String applicationId, LongSupplier nanoClock) {
        this.applicationId = applicationId;
        this.nanoClock = nanoClock;
    }

    /** Whether that was a cause. */
    boolean topicsWereMissing() {
        return topicsWereMissing;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable cause) {
        if (cause instanceof MissingSourceTopicException) {
            log.warn("topics that {} reads are missing: {}", applicationId, cause.getMessage());
            topicsWereMissing = true;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long now = nanoClock.getAsLong();
        while (!failedAtNanos.isEmpty() && now - failedAtNanos.peekFirst() > WITHIN.toNanos()) {
            failedAtNanos.removeFirst();
        }
        failedAtNanos.addLast(now);
        if (cause instanceof Error || failedAtNanos.size() > MOST) {
            log.error(
                    "{} stops: {} of its threads died within {}; what it keeps is no longer kept. Restart it once the cause is gone",
                    applicationId,
                    failedAtNanos.size(),
                    WITHIN,
                    cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log.warn("a thread of {} died and is replaced; nothing is lost", applicationId, cause);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
