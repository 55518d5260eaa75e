package io.firstlight.ingest.sal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Avro's binary encoding, read from bytes in memory. Every length is compared with what is left before anything is done with it: garbage
 * cannot ask for memory. Not thread-safe.
 *
 * <p>Source: Avro specification 1.12, "Binary Encoding".
 */
final class AvroInput {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_VARINT_BITS = 63;

    private final byte[] bytes;
    private int at;

    /** The bytes from that place to their end. */
    AvroInput(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int left() {
        return bytes.length - at;
    }

    boolean flag() {
        byte b = bytes[pass(1)];
        if (b != 0 && b != 1) {
            throw new MalformedRecord("a boolean is " + b);
        }
        return b == 1;
    }

    /** A number of type int or long. */
    long whole() {
        long value = 0;
        for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
            byte b = bytes[pass(1)];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new MalformedRecord("a number has no end");
    }

    /** A number of type float, widened. */
    double single() {
        return Float.intBitsToFloat((int) INTS.get(bytes, pass(Float.BYTES)));
    }

    /** A number of type double. */
    double real() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, pass(Double.BYTES)));
    }

    /** A length, of which as many bytes are left. */
    int length() {
        return count(1);
    }

    /** A choice between so many. */
    int choice(int many) {
        long choice = whole();
        if (choice < 0 || choice >= many) {
            throw new MalformedRecord("choice " + choice + " of " + many);
        }
        return (int) choice;
    }

    /** How many items follow in a block of an array or map, of at least so many bytes each; 0 at its end. */
    int block(int leastBytes) {
        long count = whole();
        if (count >= 0) {
            return checked(count, leastBytes);
        }
        // A negative count is followed by the block's size, for readers in a hurry.
        length();
        return checked(count == Long.MIN_VALUE ? Long.MAX_VALUE : -count, leastBytes);
    }

    /** Goes on behind so many bytes. */
    int pass(int count) {
        if (count > left()) {
            throw new MalformedRecord("it ends too early");
        }
        int from = at;
        at += count;
        return from;
    }

    private int count(int leastBytes) {
        return checked(whole(), leastBytes);
    }

    private int checked(long count, int leastBytes) {
        if (count < 0 || count > left() / leastBytes) {
            throw new MalformedRecord("a length is " + count + ", " + left() + " bytes are left");
        }
        return (int) count;
    }
}
