package io.firstlight.standalone.command;

/** Text that may have come from anywhere, made safe to print as one line on a terminal. */
public final class OneLine {

    private OneLine() {}

    /** Control characters (line ends and escape sequences among them) as {@code \\uXXXX}, line ends as a blank. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.strip().codePoints().forEach(c -> append(line, c));
        return line.toString();
    }

    private static void append(StringBuilder line, int c) {
        if (c == '\n') {
            line.append(' ');
        } else if (isUnsafe(c)) {
            line.append(String.format("\\u%04x", c));
        } else {
            line.appendCodePoint(c);
        }
    }

    /** Control, format (direction overrides), and line separators. */
    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
