package io.firstlight.schemas.json;

import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts in exactly the letters of Python's {@code json.dumps}, as LOVE's producers write them. Numbers that are not finite are
 * the exception: they are written as {@link NonFiniteNumbers} says. Stateless.
 *
 * <p>Both languages write the fewest digits that give a number back, and of those the nearest; they differ in where they put the point
 * ({@code 1.0E16} here, {@code 1e+16} there) and in that Java writes two digits where one would do ({@code 4.9E-324}). Source: Python's
 * {@code float.__repr__} and {@code json.encoder}; {@link Double#toString(double)} since Java 19.
 */
public final class PythonJson {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** From here on doubles have no room for fractions worth a look, and the digits of a long are no longer the shortest. */
    private static final double MOST_WHOLE = 1e15;

    /** Exponents (of {@code 0.d1d2...}) between which Python writes no exponent. */
    private static final int LEAST_POINT = -3;

    private static final int MOST_POINT = 16;
    private static final int MOST_DIGITS = 17;

    private PythonJson() {}

    /** Appends {@code true} or {@code false}. */
    public static void flag(JsonOutput out, boolean value) {
        out.literal(value ? "true" : "false");
    }

    /** Appends a number as Python prints a float: {@code 12.5}, {@code 100000.0}, {@code 1e-05}. */
    public static void number(JsonOutput out, double value) {
        if (!Double.isFinite(value)) {
            out.literal(NonFiniteNumbers.encoded(value));
        } else if (value == Math.rint(value) && Math.abs(value) < MOST_WHOLE) {
            whole(out, value);
        } else {
            fraction(out, value);
        }
    }

    private static void whole(JsonOutput out, double value) {
        long number = (long) value;
        if (number == 0 && 1 / value < 0) {
            out.literal("-0.0");
        } else {
            out.number(number).literal(".0");
        }
    }

    private static void fraction(JsonOutput out, double value) {
        String java = Double.toString(value);
        int e = java.indexOf('E');
        if (e < 0) {
            out.literal(java);
            return;
        }
        byte[] digits = new byte[MOST_DIGITS];
        int count = 0;
        for (int i = 0; i < e; i++) {
            char c = java.charAt(i);
            if (c >= '0' && c <= '9') {
                digits[count++] = (byte) c;
            }
        }
        int exponent = Integer.parseInt(java, e + 1, java.length(), 10);
        if (count == 2) {
            // Where one digit would do, Java writes the nearest number of two: x.0, and next to zero, where numbers
            // have few bits, others.
            int rounded = digits[0] - '0' + (digits[1] >= '5' ? 1 : 0);
            if (digits[1] == '0' || Double.parseDouble(rounded + "E" + exponent) == Math.abs(value)) {
                count = 1;
                digits[0] = (byte) (rounded == 10 ? '1' : '0' + rounded);
                exponent += rounded / 10;
            }
        }
        if (value < 0) {
            out.literal("-");
        }
        write(out, digits, count, exponent + 1);
    }

    /** The number {@code 0.d1d2... * 10^point}. */
    private static void write(JsonOutput out, byte[] digits, int count, int point) {
        if (point < LEAST_POINT || point > MOST_POINT) {
            out.span(digits, 0, 1);
            if (count > 1) {
                out.literal(".").span(digits, 1, count);
            }
            int exponent = point - 1;
            out.literal(exponent < 0 ? "e-" : "e+");
            int size = Math.abs(exponent);
            out.literal(size < 10 ? "0" : "").number(size);
        } else if (point <= 0) {
            out.literal("0.").literal("0".repeat(-point)).span(digits, 0, count);
        } else if (point >= count) {
            out.span(digits, 0, count).literal("0".repeat(point - count)).literal(".0");
        } else {
            out.span(digits, 0, point).literal(".").span(digits, point, count);
        }
    }

    /** Appends a text in quotes; all but the printable letters of ASCII are escaped. */
    public static void text(JsonOutput out, String text) {
        out.literal("\"");
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlain(c)) {
                if (from < i) {
                    out.literal(text.substring(from, i));
                }
                escape(out, c);
                from = i + 1;
            }
        }
        out.literal(from == 0 ? text : text.substring(from)).literal("\"");
    }

    /** The same of a text in UTF-8; what is not well-formed becomes U+FFFD. */
    public static void text(JsonOutput out, byte[] utf8, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isPlain((char) utf8[i])) {
                text(out, new String(utf8, from, to - from, StandardCharsets.UTF_8));
                return;
            }
        }
        out.literal("\"").span(utf8, from, to).literal("\"");
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    private static void escape(JsonOutput out, char c) {
        switch (c) {
            case '"' -> out.literal("\\\"");
            case '\\' -> out.literal("\\\\");
            case '\n' -> out.literal("\\n");
            case '\r' -> out.literal("\\r");
            case '\t' -> out.literal("\\t");
            case '\f' -> out.literal("\\f");
            case '\b' -> out.literal("\\b");
            default -> {
                byte[] hex = {HEX[c >> 12], HEX[(c >> 8) & 15], HEX[(c >> 4) & 15], HEX[c & 15]};
                out.literal("\\u").span(hex);
            }
        }
    }
}
