package io.firstlight.webedge.merge;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The order of numbers as they are written, exact for whatever a long or a double can hold. Stateless.
 *
 * <p>Rounding to the nearest double keeps order, so doubles that differ decide. Numbers that round to the same double are mostly the same
 * text; only else does the decimal value decide, which tells apart, say, neighbouring longs above 2^53. Beyond the range of doubles, and
 * where they lose precision at its lower end, numbers that round alike count as equal.
 */
final class NumberOrder {

    private static final double LEAST_EXACT = 1e-300;

    private NumberOrder() {}

    static int compare(NumericLeaves leaves, int i, double other, byte[] otherText) {
        double value = leaves.value(i);
        if (value < other) {
            return -1;
        }
        if (value > other) {
            return 1;
        }
        int start = leaves.textStart(i);
        int end = leaves.textEnd(i);
        if (Math.abs(value) < LEAST_EXACT
                || Double.isInfinite(value)
                || Arrays.equals(leaves.texts(), start, end, otherText, 0, otherText.length)) {
            return 0;
        }
        return decimal(leaves.texts(), start, end).compareTo(decimal(otherText, 0, otherText.length));
    }

    private static BigDecimal decimal(byte[] text, int start, int end) {
        return new BigDecimal(new String(text, start, end - start, StandardCharsets.US_ASCII));
    }
}
