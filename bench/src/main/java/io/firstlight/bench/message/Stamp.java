package io.firstlight.bench.message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * What a message of a load says about itself: <code>"bench":[run,key,sequence,due]</code>, each number with blanks before it to a fixed
 * width, so that a stamp is written without moving anything.
 *
 * @param run tells the messages of this run from those of others
 * @param key which of the run's sequences it belongs to, from 0
 * @param sequence its number in the sequence, from 1
 * @param dueNanos when it was due, as {@link System#nanoTime}: of use in the process that sent it only
 */
public record Stamp(int run, int key, long sequence, long dueNanos) {

    /** How a JSON pointer to the sequence number ends. */
    public static final String SEQUENCE_POINTER = "/bench/2";

    private static final byte[] MARKER = "\"bench\":[".getBytes(StandardCharsets.US_ASCII);
    private static final int RUN_WIDTH = 11;
    private static final int KEY_WIDTH = 8;
    private static final int LONG_WIDTH = 20;

    /** Room for a stamp, blanks in place of the numbers. */
    static final String EMPTY = new String(MARKER, StandardCharsets.US_ASCII) + " ".repeat(RUN_WIDTH) + ","
            + " ".repeat(KEY_WIDTH) + "," + " ".repeat(LONG_WIDTH) + "," + " ".repeat(LONG_WIDTH) + "]";

    /** Writes this into the room at that index. */
    void write(byte[] bytes, int at) {
        int end = at + MARKER.length + RUN_WIDTH;
        writeNumber(bytes, end, run);
        end += 1 + KEY_WIDTH;
        writeNumber(bytes, end, key);
        end += 1 + LONG_WIDTH;
        writeNumber(bytes, end, sequence);
        end += 1 + LONG_WIDTH;
        writeNumber(bytes, end, dueNanos);
    }

    private static void writeNumber(byte[] bytes, int end, long number) {
        int at = end;
        long rest = Math.abs(number);
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (number < 0) {
            bytes[--at] = '-';
        }
    }

    /** Finds the first stamp in the bytes; null if there is none. */
    public static @Nullable Stamp find(byte[] bytes, int from, int to) {
        int at = indexOfMarker(bytes, from, to);
        return at < 0 ? null : new Reader(bytes, at + MARKER.length, to).read();
    }

    private static int indexOfMarker(byte[] bytes, int from, int to) {
        int last = to - EMPTY.length();
        for (int i = from; i <= last; i++) {
            if (bytes[i] == '"' && bytes[i + 1] == 'b' && isMarker(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isMarker(byte[] bytes, int at) {
        for (int i = 0; i < MARKER.length; i++) {
            if (bytes[at + i] != MARKER[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads the numbers one after another. */
    private static final class Reader {
        private final byte[] bytes;
        private final int to;
        private int at;

        Reader(byte[] bytes, int at, int to) {
            this.bytes = bytes;
            this.at = at;
            this.to = to;
        }

        Stamp read() {
            return new Stamp((int) number(), (int) number(), number(), number());
        }

        private long number() {
            while (at < to && bytes[at] == ' ') {
                at++;
            }
            boolean negative = at < to && bytes[at] == '-';
            if (negative) {
                at++;
            }
            long number = 0;
            while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                number = number * 10 + bytes[at++] - '0';
            }
            at++; // the comma
            return negative ? -number : number;
        }
    }
}
