package io.firstlight.router.liveness;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The usual gap between the records of one stream, as far as there is one. Owned by one task.
 *
 * <p>Mean and mean deviation of the gaps are averages at first and moving averages (weight 1/{@value #ENOUGH}) later, in the manner of RFC
 * 6298. The stream is regular when {@value #ENOUGH} gaps and {@link #LEAST_SPAN_MS} have been seen and the deviation is at most a quarter of
 * the mean; it stays so up to half of the mean. Gaps between random events deviate by about three quarters of their mean, so chance does not
 * make a cadence.
 *
 * <p>A gap that is silence by the rule is not learned: after a break of an hour a stream of 1 Hz is still one. When {@value #CHANGED} of them
 * follow each other, the cadence has changed, and learning begins anew.
 */
final class Cadence {

    /** So many gaps make a cadence. */
    static final int ENOUGH = 16;

    /** In a shorter time not even many gaps make a cadence: it may be one burst. */
    static final long LEAST_SPAN_MS = 15_000;

    private static final int CHANGED = 4;
    private static final int FEW = 4;

    private int gaps;
    private int longOnes;
    private boolean regular;
    private double spanMs;
    private double meanMs;
    private double deviationMs;

    boolean isRegular() {
        return regular;
    }

    /** The mean gap. */
    double meanMs() {
        return meanMs;
    }

    /** So long a quiet is silence, for a regular stream. */
    long limitMs(LivenessConfig config) {
        return Math.max(config.least().toMillis(), (long) longestUsual(config));
    }

    private double longestUsual(LivenessConfig config) {
        return config.missedGaps() * meanMs + 4 * deviationMs;
    }

    /** A gap of that many milliseconds, more than 0. */
    void gap(long gapMs, LivenessConfig config) {
        if (regular) {
            if (gapMs > limitMs(config)) {
                longOnes++;
                if (longOnes >= CHANGED) {
                    beginAnew();
                    learn((double) gapMs);
                }
                return;
            }
            longOnes = 0;
            // One that is late, but not silent yet, must not drown the others.
            learn(Math.min((double) gapMs, longestUsual(config) + 1));
            regular = deviationMs <= meanMs / 2;
            return;
        }
        if (gaps >= FEW && gapMs > 10 * meanMs) {
            beginAnew();
            return;
        }
        if (gaps < FEW && gapMs < meanMs / 10) {
            // Those before were breaks.
            beginAnew();
        }
        learn((double) gapMs);
        regular = gaps >= ENOUGH && spanMs >= LEAST_SPAN_MS && deviationMs <= meanMs / 4;
    }

    /** Forgets the gaps: what came was none. */
    void beginAnew() {
        gaps = 0;
        longOnes = 0;
        regular = false;
        spanMs = 0;
        meanMs = 0;
        deviationMs = 0;
    }

    private void learn(double gapMs) {
        double deviates = gaps == 0 ? 0 : Math.abs(gapMs - meanMs);
        int weight = Math.min(gaps + 1, ENOUGH);
        meanMs += (gapMs - meanMs) / weight;
        deviationMs += (deviates - deviationMs) / weight;
        spanMs += gapMs;
        gaps = Math.min(gaps + 1, ENOUGH);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(gaps);
        out.writeByte(longOnes);
        out.writeBoolean(regular);
        out.writeDouble(spanMs);
        out.writeDouble(meanMs);
        out.writeDouble(deviationMs);
    }

    static Cadence read(DataInput in) throws IOException {
        Cadence cadence = new Cadence();
        cadence.gaps = in.readInt();
        cadence.longOnes = in.readByte();
        cadence.regular = in.readBoolean();
        cadence.spanMs = in.readDouble();
        cadence.meanMs = in.readDouble();
        cadence.deviationMs = in.readDouble();
        return cadence;
    }
}
