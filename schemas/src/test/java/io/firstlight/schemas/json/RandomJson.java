package io.firstlight.schemas.json;

import java.util.Random;

/** Makes well-formed JSON of every shape from a seed: nesting, whitespace, escapes, other scripts, all forms of numbers. */
public final class RandomJson {

    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "7.25",
        "-0.5",
        "1e5",
        "1E5",
        "1e+5",
        "1e-5",
        "-1.5e+10",
        "2.0E-3",
        "1234567890123456789",
        "1e300"
    };
    private static final String[] BARE_WORDS = {"NaN", "Infinity", "-Infinity"};
    private static final String[] PIECES = {
        "a",
        "Z",
        " ",
        "é",
        "日本",
        "🔭",
        "\\n",
        "\\\\",
        "\\\"",
        "\\/",
        "\\u00e9",
        "\\ud83d\\udd2d",
        "\\u0000",
        "NaN",
        "Infinity",
        "-Infinity",
        "NaNaN",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "1e+5",
        "I",
        "N",
        "INF",
        "{\\\"$float\\\":\\\"NaN\\\"}"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "  "};

    private final Random random;
    private final boolean nonFinite;

    /** @param nonFinite whether bare {@code NaN} and infinities occur as values */
    public RandomJson(long seed, boolean nonFinite) {
        this.random = new Random(seed);
        this.nonFinite = nonFinite;
    }

    /** Where the caller's own choices come from. */
    public Random random() {
        return random;
    }

    /** Whitespace that may stand between any two tokens, often none. */
    public String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }

    /** Any value, nested at most so deep. */
    public String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> "true";
            case 1 -> random.nextBoolean() ? "false" : "null";
            case 2, 3 -> number();
            case 4, 5 -> string();
            case 6 -> object(depth - 1);
            default -> array(depth - 1);
        };
    }

    /** Any number, with its form. */
    public String number() {
        if (nonFinite && random.nextInt(3) == 0) {
            return BARE_WORDS[random.nextInt(BARE_WORDS.length)];
        }
        return switch (random.nextInt(3)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Double.toString(random.nextGaussian());
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }

    /** Any string, quoted. */
    public String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append('"').toString();
    }

    /** Any object; its keys differ. */
    public String object(int depth) {
        StringBuilder text = new StringBuilder("{").append(space());
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
            String key = string();
            text.append(i == 0 ? "" : ",")
                    .append(space())
                    .append(key, 0, key.length() - 1)
                    .append(i)
                    .append('"')
                    .append(space())
                    .append(':')
                    .append(space())
                    .append(value(depth))
                    .append(space());
        }
        return text.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[").append(space());
        int elements = random.nextInt(4);
        for (int i = 0; i < elements; i++) {
            text.append(i == 0 ? "" : ",").append(space()).append(value(depth)).append(space());
        }
        return text.append(']').toString();
    }
}
