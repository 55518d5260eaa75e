package io.firstlight.bench.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.util.concurrent.TimeUnit;

/**
 * Takes times from any threads; {@link #take} gives those since the last call. Three significant digits; what is longer than
 * {@value #LONGEST_S} s counts as that long. Thread-safe.
 */
public final class Latencies {

    private static final long LONGEST_S = 600;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(LONGEST_S);
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(LONGEST_NANOS, DIGITS);

    /** An empty result, to add others to. */
    public static Histogram none() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** Takes one time; a negative one, which clocks of two threads may show, counts as 0. */
    public void add(long nanos) {
        recorder.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    /** The times since the last call, in nanoseconds. The caller's own. */
    public Histogram take() {
        return recorder.getIntervalHistogram();
    }
}
