package io.firstlight.schemas.json;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one encoding of numbers that JSON lacks.
 *
 * <p>Python producers write the bare words {@code NaN}, {@code Infinity} and {@code -Infinity}. In the topics, and towards everybody but
 * LOVE clients, they are the objects <code>{"$float":"NaN"}</code>, <code>{"$float":"Infinity"}</code> and
 * <code>{"$float":"-Infinity"}</code>, in exactly these bytes: distinct from any text, and readable by any JSON reader.
 *
 * <p>LOVE's front end replaces the words everywhere in the raw frame before it parses, so towards it the words go bare again, and the
 * same letters inside a string are written with an escape ({@code Na\}{@code u004e}, {@code Infinit\}{@code u0079}), which any JSON
 * reader turns back into the same string.
 */
public final class NonFiniteNumbers {

    private static final byte[] NAN = ascii("NaN");
    private static final byte[] INFINITY = ascii("Infinity");
    /** None of ours, but Jackson's lenient reader takes it: {@link #toStrict} has to see it to refuse it. */
    private static final byte[] INF = ascii("INF");

    private static final byte[] MINUS_INFINITY = ascii("-Infinity");
    private static final byte[] OPEN = ascii("{\"$float\":\"");
    private static final byte[] CLOSE = ascii("\"}");
    private static final List<byte[]> WORDS = List.of(MINUS_INFINITY, INFINITY, NAN);

    private NonFiniteNumbers() {}

    /** The strict encoding of a non-finite number. */
    public static String encoded(double value) {
        if (Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " is finite");
        }
        return "{\"$float\":\"" + value + "\"}";
    }

    /**
     * Whether the letters of one of the words stand anywhere in the span. If not, both translations leave it as it is; if so, they may
     * change or refuse it.
     */
    public static boolean mayContainWords(byte[] json, Span span) {
        for (int i = span.start(); i < span.end(); i++) {
            byte b = json[i];
            if ((b == 'N' && startsWith(json, i, span.end(), NAN))
                    || (b == 'I'
                            && (startsWith(json, i, span.end(), INFINITY) || startsWith(json, i, span.end(), INF)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lenient to strict: bare words become objects. The span must hold well-formed lenient JSON.
     *
     * @throws IllegalArgumentException if a bare word is none of the three (Jackson's lenient reader also takes {@code INF} and
     *     {@code +Infinity}, which Python's does not write)
     */
    public static byte[] toStrict(byte[] json, Span span) {
        JsonOutput out = new JsonOutput(span.length() + 64);
        int i = span.start();
        while (i < span.end()) {
            byte b = json[i];
            if (b == '"') {
                int end = endOfString(json, i);
                out.span(json, i, end);
                i = end;
            } else if (b == 'N'
                    || b == 'I'
                    || (b == '-' && json[i + 1] == 'I')
                    || isLeadingPlus(json, i, span.start())) {
                byte[] word = wordAt(json, i, span.end());
                out.span(OPEN).span(word).span(CLOSE);
                i += word.length;
            } else {
                int end = i + 1;
                while (end < span.end() && isPlain(json[end])) {
                    end++;
                }
                out.span(json, i, end);
                i = end;
            }
        }
        return out.toByteArray();
    }

    /** Strict to LOVE's dialect: objects become bare words, the same letters within strings are escaped. */
    public static byte[] toLove(byte[] json, Span span) {
        JsonOutput out = new JsonOutput(span.length() + 64);
        int i = span.start();
        while (i < span.end()) {
            byte[] word = json[i] == '{' ? encodedWordAt(json, i, span.end()) : null;
            if (word != null) {
                out.span(word);
                i += OPEN.length + word.length + CLOSE.length;
            } else if (json[i] == '"') {
                int end = endOfString(json, i);
                escapeWords(json, i, end, out);
                i = end;
            } else {
                out.span(json, i, i + 1);
                i++;
            }
        }
        return out.toByteArray();
    }

    private static void escapeWords(byte[] json, int from, int to, JsonOutput out) {
        int copied = from;
        for (int i = from; i < to; i++) {
            if (json[i] == 'N' && startsWith(json, i, to, NAN)) {
                out.span(json, copied, i + 2).literal("\\u004e");
                copied = i + 3;
                i = copied - 1;
            } else if (json[i] == 'I' && startsWith(json, i, to, INFINITY)) {
                out.span(json, copied, i + 7).literal("\\u0079");
                copied = i + 8;
                i = copied - 1;
            }
        }
        out.span(json, copied, to);
    }

    private static byte[] wordAt(byte[] json, int at, int end) {
        for (byte[] word : WORDS) {
            int after = at + word.length;
            if (startsWith(json, at, end, word) && (after == end || !isWordCharacter(json[after]))) {
                return word;
            }
        }
        throw new IllegalArgumentException("bare word at byte " + at + " is none of NaN, Infinity, -Infinity");
    }

    private static byte @org.jspecify.annotations.Nullable [] encodedWordAt(byte[] json, int at, int end) {
        if (startsWith(json, at, end, OPEN)) {
            for (byte[] word : WORDS) {
                int afterWord = at + OPEN.length + word.length;
                if (startsWith(json, at + OPEN.length, end, word) && startsWith(json, afterWord, end, CLOSE)) {
                    return word;
                }
            }
        }
        return null;
    }

    /** A plus sign that does not belong to an exponent such as {@code 1e+5}. */
    private static boolean isLeadingPlus(byte[] json, int at, int start) {
        return json[at] == '+' && (at == start || (json[at - 1] != 'e' && json[at - 1] != 'E'));
    }

    private static int endOfString(byte[] json, int openingQuote) {
        int i = openingQuote + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static boolean isPlain(byte b) {
        return b != '"' && b != 'N' && b != 'I' && b != '-' && b != '+';
    }

    private static boolean isWordCharacter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }

    private static boolean startsWith(byte[] json, int at, int end, byte[] word) {
        if (at + word.length > end) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (json[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
