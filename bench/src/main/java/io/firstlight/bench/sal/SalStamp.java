package io.firstlight.bench.sal;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a sample says about itself in its field {@value #FIELD}, an array of whole numbers, as it comes out in LOVE's form.
 *
 * @param run tells the samples of this run from those of others
 * @param key which topic it is of, from 0
 * @param sequence its number in the topic, from 1
 * @param dueNanos when it was due, as {@link System#nanoTime}
 */
record SalStamp(long run, int key, long sequence, long dueNanos) {

    static final String FIELD = "bench";

    private static final byte[] MARKER = ("\"" + FIELD + "\": {\"value\": [").getBytes(StandardCharsets.US_ASCII);

    /** The field's value. */
    List<Long> value() {
        return List.of(run, (long) key, sequence, dueNanos);
    }

    /** Finds the first stamp in a frame; null if there is none. */
    static @Nullable SalStamp find(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - MARKER.length; i++) {
            if (bytes[i] == '"' && isMarker(bytes, i)) {
                return read(bytes, i + MARKER.length, to);
            }
        }
        return null;
    }

    private static boolean isMarker(byte[] bytes, int at) {
        for (int i = 1; i < MARKER.length; i++) {
            if (bytes[at + i] != MARKER[i]) {
                return false;
            }
        }
        return true;
    }

    private static SalStamp read(byte[] bytes, int from, int to) {
        long[] numbers = new long[4];
        int at = from;
        for (int n = 0; n < numbers.length; n++) {
            boolean negative = at < to && bytes[at] == '-';
            at += negative ? 1 : 0;
            for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                numbers[n] = numbers[n] * 10 + bytes[at] - '0';
            }
            numbers[n] = negative ? -numbers[n] : numbers[n];
            at += 2; // the comma and its blank
        }
        return new SalStamp(numbers[0], (int) numbers[1], numbers[2], numbers[3]);
    }
}
