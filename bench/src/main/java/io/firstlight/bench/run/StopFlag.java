package io.firstlight.bench.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says once, to whoever asks or waits, that the run is to end early. Thread-safe. */
public final class StopFlag {

    private final CountDownLatch set = new CountDownLatch(1);

    /** Ends the run. */
    public void set() {
        set.countDown();
    }

    /** Whether the run is to end. */
    public boolean isSet() {
        return set.getCount() == 0;
    }

    /** Waits until that time, as {@link System#nanoTime}; true if the run is to end before. */
    public boolean awaitUntil(long nanos) throws InterruptedException {
        return set.await(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
