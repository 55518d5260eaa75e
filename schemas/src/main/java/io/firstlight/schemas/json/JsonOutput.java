package io.firstlight.schemas.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Puts JSON together from literal text, quoted strings and spans of bytes that are JSON already. It checks nothing: the caller writes
 * the punctuation. Not thread-safe.
 */
public final class JsonOutput {

    private byte[] bytes;
    private int length;

    /** An empty output with room for so many bytes; it grows as needed. */
    public JsonOutput(int expectedBytes) {
        bytes = new byte[Math.max(expectedBytes, 32)];
    }

    /** Appends text as it is, in UTF-8. */
    @SuppressWarnings(
            "deprecation") // String.getBytes(int, int, byte[], int) is the copy without an array between; ASCII is
    // checked first
    public JsonOutput literal(String text) {
        if (isAscii(text)) {
            room(text.length());
            text.getBytes(0, text.length(), bytes, length);
            length += text.length();
            return this;
        }
        return span(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Appends a JSON string of that text, with quotes and escapes. A surrogate without its other half, which a client can send as an
     * escape and UTF-8 cannot hold, goes out as the same escape.
     */
    public JsonOutput quoted(String text) {
        literal("\"");
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (text.codePointAt(i) >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                i++;
                continue;
            }
            escaped(text.substring(from, i)).literal(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(i)));
            from = i + 1;
        }
        return escaped(from == 0 ? text : text.substring(from)).literal("\"");
    }

    private JsonOutput escaped(String text) {
        return span(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }

    /** Appends a whole number. */
    public JsonOutput number(long value) {
        return literal(Long.toString(value));
    }

    /** Appends a finite number with a decimal point and without an exponent, in the fewest digits that give it back. */
    public JsonOutput decimal(double value) {
        String text = new BigDecimal(Double.toString(value)).toPlainString();
        return literal(text).literal(text.indexOf('.') < 0 ? ".0" : "");
    }

    /** Appends bytes that are JSON already. */
    public JsonOutput span(byte[] source) {
        return span(source, 0, source.length);
    }

    /** Appends a part of bytes that are JSON already. */
    public JsonOutput span(byte[] source, Span span) {
        return span(source, span.start(), span.end());
    }

    /** Appends the bytes {@code from} to before {@code to} of the source. */
    public JsonOutput span(byte[] source, int from, int to) {
        int count = to - from;
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
