package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Feed;
import io.firstlight.ingest.component.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Calls the listener, as long as it is to be called at all, and its {@code tick} about ten times a second. A listener that fails is counted and
 * called again. Owned by the feed's thread.
 */
final class Beat {

    static final Duration TICK = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(Beat.class);

    private final Feed.Listener listener;
    private final BooleanSupplier open;
    private final LongSupplier nanoTime;
    private final SalMeters meters;
    private long tickedAtNs;
    private boolean failing;

    /**
     * Beats for a listener.
     *
     * @param open whether it may still be called
     * @param nanoTime time that passes, as {@link System#nanoTime}
     */
    Beat(Feed.Listener listener, BooleanSupplier open, LongSupplier nanoTime, SalMeters meters) {
        this.listener = listener;
        this.open = open;
        this.nanoTime = nanoTime;
        this.meters = meters;
        this.tickedAtNs = nanoTime.getAsLong() - TICK.toNanos();
    }

    boolean isOpen() {
        return open.getAsBoolean();
    }

    void sample(Sample sample) {
        call(() -> listener.sample(sample));
        meters.delivered(sample.category());
    }

    void caughtUp() {
        call(listener::caughtUp);
    }

    /** Ticks if it is time. */
    void tickIfDue() {
        long now = nanoTime.getAsLong();
        if (now - tickedAtNs >= TICK.toNanos()) {
            tickedAtNs = now;
            call(listener::tick);
        }
    }

    private void call(Runnable listening) {
        if (!open.getAsBoolean()) {
            return;
        }
        try {
            listening.run();
            failing = false;
        } catch (RuntimeException e) {
            meters.listenerFailed();
            if (!failing) {
                log.error("the listener failed; it is called again for what comes next", e);
            }
            failing = true;
        }
    }
}
