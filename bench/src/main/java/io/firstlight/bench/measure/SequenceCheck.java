package io.firstlight.bench.measure;

/**
 * Whether one receiver got every message of every key once and in order. The messages of a key are numbered from 1. Not thread-safe.
 */
public final class SequenceCheck {

    private final long[] last;
    private long received;
    private long gaps;
    private long repeats;

    /** A receiver of that many keys, numbered from 0, that has got nothing. */
    public SequenceCheck(int keys) {
        last = new long[keys];
    }

    /** Takes a message. */
    public void received(int key, long sequence) {
        received++;
        long expected = last[key] + 1;
        if (sequence < expected) {
            repeats++;
            return;
        }
        gaps += sequence - expected;
        last[key] = sequence;
    }

    /** How many messages came, repeats among them. */
    public long received() {
        return received;
    }

    /** How many were passed over by a later one. */
    public long gaps() {
        return gaps;
    }

    /** How many came again, or after a later one. */
    public long repeats() {
        return repeats;
    }

    /** How many of those that were sent have not come yet, after the last of each key that came. */
    public long outstanding(long[] sent) {
        long outstanding = 0;
        for (int key = 0; key < last.length; key++) {
            outstanding += Math.max(0, sent[key] - last[key]);
        }
        return outstanding;
    }
}
