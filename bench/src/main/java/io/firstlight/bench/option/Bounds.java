package io.firstlight.bench.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers with a least and a most, as picocli reads them. Immutable. */
public abstract class Bounds implements ITypeConverter<Integer> {

    private final int least;
    private final int most;

    private Bounds(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public Integer convert(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both mistakes.
        }
        throw new TypeConversionException("'" + text + "' is not a whole number from " + least + " to " + most);
    }

    /** A time that is measured. */
    public static final class Seconds extends Bounds {
        public Seconds() {
            super(1, 3600);
        }
    }

    /** A time before, or at the end. */
    public static final class WarmUp extends Bounds {
        public WarmUp() {
            super(0, 600);
        }
    }

    /** Bytes of a message; the least holds a stamp and the frame around it. */
    public static final class MessageBytes extends Bounds {
        public MessageBytes() {
            super(200, 1 << 16);
        }
    }

    /** How many of something that costs memory or a connection here. */
    public static final class Count extends Bounds {
        public Count() {
            super(1, 100_000);
        }
    }

    /** How many of something that costs room in the log only. */
    public static final class Records extends Bounds {
        public Records() {
            super(1, 100_000_000);
        }
    }

    /** Threads. */
    public static final class Threads extends Bounds {
        public Threads() {
            super(1, 64);
        }
    }

    /** Messages a second, or 0 for as many as there may be. */
    public static final class Rate extends Bounds {
        public Rate() {
            super(0, 10_000_000);
        }
    }

    /** Milliseconds that a producer waits for a batch to fill. */
    public static final class LingerMs extends Bounds {
        public LingerMs() {
            super(0, 1000);
        }
    }
}
