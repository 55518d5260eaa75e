package io.firstlight.archive.store;

import io.firstlight.schemas.json.Span;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Rows in the text format of {@code COPY ... FROM STDIN}: fields end in a tab, rows in a newline, {@code \N} is null, and backslash, tab,
 * newline and carriage return within a field are escaped. Source: PostgreSQL documentation, COPY, "Text Format". Not thread-safe.
 */
final class CopyText {

    private static final int CHUNK_BYTES = 64 << 10;

    private byte[] bytes = new byte[CHUNK_BYTES + 4096];
    private int length;
    private boolean inRow;

    CopyText text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return escaped(utf8, 0, utf8.length);
    }

    CopyText utf8(byte[] value) {
        return escaped(value, 0, value.length);
    }

    CopyText utf8(byte[] source, Span span) {
        return escaped(source, span.start(), span.end());
    }

    CopyText number(long value) {
        separate();
        return ascii(Long.toString(value));
    }

    CopyText time(long epochMs) {
        separate();
        return ascii(Instant.ofEpochMilli(epochMs).toString());
    }

    CopyText nothing() {
        separate();
        return ascii("\\N");
    }

    void endRow() {
        room(1);
        bytes[length++] = '\n';
        inRow = false;
    }

    /** Hands over what is there once it is worth a network packet. */
    void drainIfFull(CopyIn copy) throws SQLException {
        if (length >= CHUNK_BYTES) {
            drain(copy);
        }
    }

    void drain(CopyIn copy) throws SQLException {
        copy.writeToCopy(bytes, 0, length);
        length = 0;
    }

    /** What was written and not yet drained. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private CopyText escaped(byte[] source, int from, int to) {
        separate();
        int copied = from;
        for (int i = from; i < to; i++) {
            byte letter = escapeLetter(source[i]);
            if (letter != 0) {
                append(source, copied, i);
                room(2);
                bytes[length++] = '\\';
                bytes[length++] = letter;
                copied = i + 1;
            }
        }
        append(source, copied, to);
        return this;
    }

    private static byte escapeLetter(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }

    private CopyText ascii(String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        append(text, 0, text.length);
        return this;
    }

    private void append(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    private void separate() {
        if (inRow) {
            room(1);
            bytes[length++] = '\t';
        }
        inRow = true;
    }

    private void room(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }
}
