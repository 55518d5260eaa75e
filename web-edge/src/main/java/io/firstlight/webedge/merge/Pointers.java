package io.firstlight.webedge.merge;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * JSON pointers (RFC 6901) in one piece of memory, each as the JSON string it is written as. Immutable, but {@link #hashes} is made when
 * first asked for; two threads may both make it, and make the same.
 */
final class Pointers {

    static final Pointers NONE = new Pointers(new byte[0], new int[0]);

    private static final int FIXED_BYTES = 72;

    private final byte[] strings;
    private final int[] ends;
    private int @Nullable [] hashes;

    /** Takes both arrays as its own. */
    Pointers(byte[] strings, int[] ends) {
        this.strings = strings;
        this.ends = ends;
    }

    int size() {
        return ends.length;
    }

    byte[] strings() {
        return strings;
    }

    int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    int end(int i) {
        return ends[i];
    }

    /** What it holds, its hashes included. */
    int bytes() {
        return bytes(strings.length, ends.length);
    }

    static int bytes(int stringBytes, int pointers) {
        return FIXED_BYTES + stringBytes + 8 * pointers;
    }

    boolean sameAs(Pointers other) {
        return this == other || (Arrays.equals(ends, other.ends) && Arrays.equals(strings, other.strings));
    }

    /**
     * Where another's pointer is in this one, -1 if nowhere.
     *
     * @param expected where to look first: payloads of one stream mostly keep their order
     */
    int find(Pointers other, int i, int expected) {
        if (expected < ends.length && equal(expected, other, i)) {
            return expected;
        }
        int[] own = hashes();
        int wanted = other.hashes()[i];
        for (int at = 0; at < own.length; at++) {
            if (own[at] == wanted && equal(at, other, i)) {
                return at;
            }
        }
        return -1;
    }

    private boolean equal(int at, Pointers other, int i) {
        return Arrays.equals(strings, start(at), end(at), other.strings, other.start(i), other.end(i));
    }

    private int[] hashes() {
        int[] known = hashes;
        if (known == null) {
            known = new int[ends.length];
            for (int i = 0; i < known.length; i++) {
                int hash = 1;
                for (int b = start(i); b < end(i); b++) {
                    hash = 31 * hash + strings[b];
                }
                known[i] = hash;
            }
            hashes = known;
        }
        return known;
    }

    /** These and one more of another's. */
    Pointers with(Pointers other, int i) {
        byte[] longer = Arrays.copyOf(strings, strings.length + other.end(i) - other.start(i));
        System.arraycopy(other.strings, other.start(i), longer, strings.length, longer.length - strings.length);
        int[] more = Arrays.copyOf(ends, ends.length + 1);
        more[ends.length] = longer.length;
        return new Pointers(longer, more);
    }
}
