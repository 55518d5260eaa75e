package io.firstlight.schemas.json;

/**
 * Where a value lies in a byte array.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 */
public record Span(int start, int end) {

    /** Number of bytes. */
    public int length() {
        return end - start;
    }
}
