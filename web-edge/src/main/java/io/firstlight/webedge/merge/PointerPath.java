package io.firstlight.webedge.merge;

import io.firstlight.schemas.json.JsonOutput;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The JSON pointer of the place that a parser stands at, as JSON string without its quotes. It follows the parser: a name or an element
 * moves it within its container, entering and leaving change the container. Owned by one reading.
 */
final class PointerPath {

    private static final int OF_OBJECT = -1;

    private byte[] text = new byte[128];
    private int length;
    private int depth = -1;
    /** Per container: how much of the text is its own pointer. */
    private int[] lengths = new int[16];
    /** Per container: the next element of an array, or that it is an object. */
    private int[] nextElements = new int[16];

    /** The parser is at a member of that name. */
    void name(String name) {
        length = lengths[depth];
        if (isPlain(name)) {
            slashAnd(name);
        } else {
            String escaped = name.replace("~", "~0").replace("/", "~1");
            byte[] quoted =
                    new JsonOutput(escaped.length() + 16).quoted(escaped).toByteArray();
            slashAnd(new String(quoted, 1, quoted.length - 2, StandardCharsets.ISO_8859_1));
        }
    }

    /** The parser is at a value; in an array that is the next element. */
    void value() {
        if (depth >= 0 && nextElements[depth] != OF_OBJECT) {
            length = lengths[depth];
            slashAnd(Integer.toString(nextElements[depth]++));
        }
    }

    void enterObject() {
        enter(OF_OBJECT);
    }

    void enterArray() {
        enter(0);
    }

    void leave() {
        length = lengths[depth--];
    }

    void appendTo(JsonOutput out) {
        out.literal("\"").span(text, 0, length).literal("\"");
    }

    int length() {
        return length;
    }

    private void enter(int firstElement) {
        depth++;
        if (depth == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * depth);
            nextElements = Arrays.copyOf(nextElements, 2 * depth);
        }
        lengths[depth] = length;
        nextElements[depth] = firstElement;
    }

    /** Neither JSON nor the pointer escapes any of its characters; all are ASCII. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c > '}' || c == '"' || c == '\\' || c == '/') {
                return false;
            }
        }
        return true;
    }

    /** One character a byte, so that bytes of UTF-8 may come as characters too. */
    private void slashAnd(String bytes) {
        int needed = length + 1 + bytes.length();
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.max(needed, 2 * text.length));
        }
        text[length++] = '/';
        for (int i = 0; i < bytes.length(); i++) {
            text[length++] = (byte) bytes.charAt(i);
        }
    }
}
