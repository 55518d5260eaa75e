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

    /** The receiver is given that message of a key as its latest, and what follows is to come from the next on. */
    public void begins(int key, long sequence) {
        last[key] = sequence;
    }

    /** The last of a key that came, 0 if none has. */
    public long last(int key) {
        return last[key];
    }

    /** Takes several messages of a key that came as one: the first, the last, and how many it says they are. */
    public void receivedTogether(int key, long first, long end, long count) {
        received += count;
        repeats += Math.max(0, last[key] + 1 - first);
        gaps += Math.max(0, first - last[key] - 1) + Math.abs(end - first + 1 - count);
        last[key] = Math.max(last[key], end);
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
