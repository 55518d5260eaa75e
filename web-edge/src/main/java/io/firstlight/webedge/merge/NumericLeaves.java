package io.firstlight.webedge.merge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;

import java.io.IOException;
import java.util.Arrays;

/**
 * The numbers in a JSON value and where they stand, in the order of the text: each with its JSON pointer (RFC 6901), its text as it was
 * written, and its value. Immutable.
 *
 * <p>Bounded: the first {@link #MAX_LEAVES} numbers, and no more once their pointers and texts take {@link #MAX_TEXT_BYTES}; what comes
 * after is left out. Numbers of more than {@link #MAX_NUMBER_CHARS} characters, which are none of Java's or Python's, are left out, and
 * so are the objects that stand for numbers that are not finite ({@link io.firstlight.schemas.json.NonFiniteNumbers}). A name that stands
 * twice in one object gives the same pointer twice.
 */
public final class NumericLeaves {

    /** The most numbers of one payload that are looked at. */
    public static final int MAX_LEAVES = 256;

    /** The most that the pointers and texts of one payload take, but for the last of them. */
    public static final int MAX_TEXT_BYTES = 32 << 10;

    /** The longest number; a long has up to 20 characters, a double up to 24. */
    public static final int MAX_NUMBER_CHARS = 64;

    /** No numbers: for payloads whose extremes nobody asks for. */
    public static final NumericLeaves NONE = new NumericLeaves(Pointers.NONE, new byte[0], new int[0], new double[0]);

    private static final int FIXED_BYTES = 96;

    private final Pointers pointers;
    private final byte[] texts;
    private final int[] textEnds;
    private final double[] values;

    private NumericLeaves(Pointers pointers, byte[] texts, int[] textEnds, double[] values) {
        this.pointers = pointers;
        this.texts = texts;
        this.textEnds = textEnds;
        this.values = values;
    }

    /**
     * Reads the numbers of a value.
     *
     * @throws IllegalArgumentException if the span does not hold strict JSON
     */
    public static NumericLeaves of(byte[] json, Span value) {
        try (JsonParser parser = Json.strictParser(json, value.start(), value.end())) {
            return new Reading(parser).leaves();
        } catch (IOException e) {
            throw new IllegalArgumentException("the span is not strict JSON", e);
        }
    }

    /** How many there are. */
    public int size() {
        return values.length;
    }

    /** What it holds, in bytes of memory, about. */
    public int bytes() {
        return FIXED_BYTES + pointers.bytes() + texts.length + 12 * values.length;
    }

    Pointers pointers() {
        return pointers;
    }

    byte[] texts() {
        return texts;
    }

    int textStart(int i) {
        return i == 0 ? 0 : textEnds[i - 1];
    }

    int textEnd(int i) {
        return textEnds[i];
    }

    /** The double nearest to the number. */
    double value(int i) {
        return values[i];
    }

    /** One pass over a value. */
    private static final class Reading {
        private final JsonParser parser;
        private final PointerPath path = new PointerPath();
        private final JsonOutput pointers = new JsonOutput(512);
        private final JsonOutput texts = new JsonOutput(256);
        private int[] pointerEnds = new int[16];
        private int[] textEnds = new int[16];
        private double[] values = new double[16];
        private int size;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        NumericLeaves leaves() throws IOException {
            for (JsonToken token = parser.nextToken(); token != null && hasRoom(); token = parser.nextToken()) {
                take(token);
            }
            if (size == 0) {
                return NONE;
            }
            return new NumericLeaves(
                    new Pointers(pointers.toByteArray(), Arrays.copyOf(pointerEnds, size)),
                    texts.toByteArray(),
                    Arrays.copyOf(textEnds, size),
                    Arrays.copyOf(values, size));
        }

        private boolean hasRoom() {
            return size < MAX_LEAVES && pointers.length() + texts.length() < MAX_TEXT_BYTES;
        }

        private void take(JsonToken token) throws IOException {
            switch (token) {
                case FIELD_NAME -> path.name(parser.currentName());
                case START_OBJECT -> {
                    path.value();
                    path.enterObject();
                }
                case START_ARRAY -> {
                    path.value();
                    path.enterArray();
                }
                case END_OBJECT, END_ARRAY -> path.leave();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    path.value();
                    number();
                }
                default -> path.value();
            }
        }

        private void number() throws IOException {
            if (parser.getTextLength() > MAX_NUMBER_CHARS || path.length() > MAX_TEXT_BYTES) {
                return;
            }
            if (size == values.length) {
                pointerEnds = Arrays.copyOf(pointerEnds, 2 * size);
                textEnds = Arrays.copyOf(textEnds, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            path.appendTo(pointers);
            texts.literal(parser.getText());
            pointerEnds[size] = pointers.length();
            textEnds[size] = texts.length();
            values[size] = parser.getDoubleValue();
            size++;
        }
    }
}
