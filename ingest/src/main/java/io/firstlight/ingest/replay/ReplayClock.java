package io.firstlight.ingest.replay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that a replay keeps. */
public interface ReplayClock {

    /** Monotonic time in nanoseconds. */
    long nanoTime();

    /**
     * Waits.
     *
     * @param stop ends the wait early
     * @param ns how long; not above zero returns at once
     */
    void pause(CountDownLatch stop, long ns) throws InterruptedException;

    /** The real one. */
    static ReplayClock system() {
        return new ReplayClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(CountDownLatch stop, long ns) throws InterruptedException {
                // Nothing depends on which of the two ended it.
                var unused = stop.await(ns, TimeUnit.NANOSECONDS);
            }
        };
    }
}
