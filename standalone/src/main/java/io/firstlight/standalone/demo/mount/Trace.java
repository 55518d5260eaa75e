package io.firstlight.standalone.demo.mount;

import java.util.Arrays;

/**
 * The last second of a value at 100 Hz, as the mount's telemetry has it. The mount is simulated at its steps, and between them values are
 * interpolated; they are rounded to a hundred-thousandth, which is a twenty-fifth of an arcsecond. Owned by one caller at a time.
 */
final class Trace {

    static final int SAMPLES = 100;

    private static final double RATE_HZ = 100;
    private static final double ROUNDING = 1e5;

    private final double[] values = new double[SAMPLES];
    private double last;

    Trace(double first) {
        last = first;
        Arrays.fill(values, rounded(first));
    }

    /** Goes on by so many seconds to that value. */
    void add(double seconds, double value) {
        int count = (int) Math.min(SAMPLES, Math.round(seconds * RATE_HZ));
        System.arraycopy(values, count, values, 0, SAMPLES - count);
        for (int i = 1; i <= count; i++) {
            values[SAMPLES - count + i - 1] = rounded(last + (value - last) * i / count);
        }
        last = value;
    }

    double[] samples() {
        return values.clone();
    }

    private static double rounded(double value) {
        return Math.round(value * ROUNDING) / ROUNDING;
    }
}
