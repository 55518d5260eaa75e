package io.firstlight.bench.live;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where in the log each post of a feed is, by its number from 1, as far as the posts were answered. Thread-safe.
 *
 * <p>A place is one number: the partition above the offset's 48 bits, so that places of one partition compare as their offsets do.
 */
final class Places {

    private static final int OFFSET_BITS = 48;
    private static final long NOT_ANSWERED = -1;
    private static final long REFUSED = -2;

    private final AtomicLongArray places;

    /** None of so many is answered yet. */
    Places(int posts) {
        places = new AtomicLongArray(posts);
        for (int i = 0; i < posts; i++) {
            places.set(i, NOT_ANSWERED);
        }
    }

    int posts() {
        return places.length();
    }

    /** A post was answered with its place. */
    void stored(long number, int partition, long offset) {
        places.set((int) number - 1, ((long) partition << OFFSET_BITS) | offset);
    }

    /** A post was refused, or not answered in time: it may be in the log or not. */
    void refused(long number) {
        places.set((int) number - 1, REFUSED);
    }

    /** Whether it is one of these posts. */
    boolean has(long number) {
        return number >= 1 && number <= places.length();
    }

    /** Whether the post is known to be in the log. */
    boolean isStored(long number) {
        return places.get((int) number - 1) >= 0;
    }

    /** The partition of a stored post. */
    int partition(long number) {
        return (int) (places.get((int) number - 1) >>> OFFSET_BITS);
    }

    /** The offset of a stored post. */
    long offset(long number) {
        return places.get((int) number - 1) & ((1L << OFFSET_BITS) - 1);
    }

    /** How many are known to be in the log. */
    int stored() {
        int stored = 0;
        for (int i = 1; i <= posts(); i++) {
            stored += isStored(i) ? 1 : 0;
        }
        return stored;
    }
}
