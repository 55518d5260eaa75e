package io.firstlight.schemas.rules;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

import java.util.regex.Pattern;

/**
 * A pattern of a JSON schema that gives up: some need longer than anybody waits for a text of a line. Immutable.
 */
public final class StepLimitedPattern implements RegularExpression {

    private static final int MOST_STEPS = 1_000_000;

    private final Pattern pattern;

    private StepLimitedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Makes such patterns for a validator; they throw {@link TooSlow}. */
    public static RegularExpressionFactory factory() {
        return regex -> new StepLimitedPattern(Pattern.compile(regex));
    }

    /** The pattern took too many steps. */
    public static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("a pattern takes too long", null, false, false);
        }
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Counted(value, new int[1])).find();
    }

    /** A text that counts how often it is looked at; parts of it count together. */
    @SuppressWarnings("ArrayRecordComponent") // the array is a counter
    private record Counted(CharSequence text, int[] steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new TooSlow();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
