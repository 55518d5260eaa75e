package io.firstlight.ingest.sal;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

import java.io.EOFException;
import java.io.IOException;

/**
 * A record's bytes, read by Avro's own decoder. Every length is compared with what is left before anything is done with it: garbage cannot ask for
 * memory. And it tells the place it has come to, so that fields can be found again. Not thread-safe.
 */
final class AvroInput {

    private final byte[] bytes;
    private final BinaryDecoder decoder;

    /** The bytes from that place to their end. */
    AvroInput(byte[] bytes, int at) {
        this.bytes = bytes;
        this.decoder = DecoderFactory.get().binaryDecoder(bytes, at, bytes.length - at, null);
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return bytes.length - left();
    }

    int left() {
        try {
            // What the decoder reads from is in memory: it knows exactly.
            return decoder.inputStream().available();
        } catch (IOException e) {
            throw malformed(e);
        }
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
        try {
            return decoder.readLong();
        } catch (IOException | AvroRuntimeException e) {
            throw malformed(e);
        }
    }

    /** A number of type float, widened. */
    double single() {
        try {
            return decoder.readFloat();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** A number of type double. */
    double real() {
        try {
            return decoder.readDouble();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static MalformedRecord malformed(Exception e) {
        return new MalformedRecord(e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage()));
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

    /**
     * How many items follow when one of so many has been read: of the same block, or of the next one; 0 at the end. With {@link #block} before the
     * first item, one loop passes all of an array.
     */
    int remaining(int items, int leastBytes) {
        return items > 1 ? items - 1 : block(leastBytes);
    }

    /** Goes on behind so many bytes. */
    int pass(int count) {
        if (count > left()) {
            throw new MalformedRecord("it ends too early");
        }
        int from = at();
        try {
            decoder.skipFixed(count);
        } catch (IOException e) {
            throw malformed(e);
        }
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
