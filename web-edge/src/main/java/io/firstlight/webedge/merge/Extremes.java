package io.firstlight.webedge.merge;

import io.firstlight.schemas.json.JsonOutput;

import java.util.Arrays;

/**
 * The least and the greatest of each number over the samples that were added, each in the text it came in; of equal ones the first. A
 * number that some samples lack has the extremes of those that have it. Bounded as {@link NumericLeaves} is: once there are
 * {@link NumericLeaves#MAX_LEAVES} numbers, or their pointers take {@link NumericLeaves#MAX_TEXT_BYTES}, further ones are left out.
 *
 * <p>Not thread-safe: owned by whoever adds.
 */
public final class Extremes {

    private static final int FIXED_BYTES = 128;
    /** Two values, two references, two array headers with padding, and what is written around them. */
    private static final int BYTES_PER_LEAF = 72;

    private int count;
    private Pointers pointers = Pointers.NONE;
    private double[] least = new double[0];
    private double[] greatest = new double[0];
    private byte[][] leastTexts = new byte[0][];
    private byte[][] greatestTexts = new byte[0][];
    private int textBytes;

    /** Over no samples. */
    public Extremes() {}

    /** The same, apart from now on. */
    public Extremes copy() {
        Extremes copy = new Extremes();
        copy.count = count;
        copy.pointers = pointers;
        copy.least = least.clone();
        copy.greatest = greatest.clone();
        copy.leastTexts = leastTexts.clone();
        copy.greatestTexts = greatestTexts.clone();
        copy.textBytes = textBytes;
        return copy;
    }

    /** How many samples were added. */
    public int count() {
        return count;
    }

    /** What it holds, in bytes of memory, about; never less than what {@link #appendTo} writes. */
    public int bytes() {
        return FIXED_BYTES + pointers.bytes() + BYTES_PER_LEAF * least.length + textBytes;
    }

    /** How much of {@link #bytes} is memory of those leaves too, if they were the last that were added. */
    public int bytesSharedWith(NumericLeaves leaves) {
        return pointers == leaves.pointers() ? pointers.bytes() : 0;
    }

    /** The most that {@link #bytes} can be after these are added. */
    public int bytesAtMostWith(NumericLeaves leaves) {
        return bytes() + leaves.pointers().bytes() + BYTES_PER_LEAF * leaves.size() + 2 * leaves.texts().length;
    }

    /** Takes another sample into account. */
    public void add(NumericLeaves leaves) {
        count++;
        if (count == 1) {
            begin(leaves);
        } else if (pointers.sameAs(leaves.pointers())) {
            // The newest sample is mostly kept beside this, and its pointers with it: better one array than two alike.
            pointers = leaves.pointers();
            for (int i = 0; i < leaves.size(); i++) {
                widen(i, leaves, i);
            }
        } else {
            addOthers(leaves);
        }
    }

    private void begin(NumericLeaves leaves) {
        pointers = leaves.pointers();
        room(leaves.size());
        for (int i = 0; i < leaves.size(); i++) {
            start(i, leaves, i);
        }
    }

    private void addOthers(NumericLeaves leaves) {
        int expected = 0;
        for (int i = 0; i < leaves.size(); i++) {
            int at = pointers.find(leaves.pointers(), i, expected);
            if (at >= 0) {
                widen(at, leaves, i);
                expected = at + 1;
            } else if (pointers.size() < NumericLeaves.MAX_LEAVES
                    && pointers.strings().length < NumericLeaves.MAX_TEXT_BYTES) {
                pointers = pointers.with(leaves.pointers(), i);
                room(pointers.size());
                start(pointers.size() - 1, leaves, i);
            }
        }
    }

    private void room(int leaves) {
        least = Arrays.copyOf(least, leaves);
        greatest = Arrays.copyOf(greatest, leaves);
        leastTexts = Arrays.copyOf(leastTexts, leaves);
        greatestTexts = Arrays.copyOf(greatestTexts, leaves);
    }

    private void start(int at, NumericLeaves leaves, int i) {
        byte[] text = Arrays.copyOfRange(leaves.texts(), leaves.textStart(i), leaves.textEnd(i));
        least[at] = leaves.value(i);
        greatest[at] = leaves.value(i);
        leastTexts[at] = text;
        greatestTexts[at] = text;
        textBytes += 2 * text.length;
    }

    private void widen(int at, NumericLeaves leaves, int i) {
        if (NumberOrder.compare(leaves, i, least[at], leastTexts[at]) < 0) {
            least[at] = leaves.value(i);
            leastTexts[at] = replace(leastTexts[at], leaves, i);
        } else if (NumberOrder.compare(leaves, i, greatest[at], greatestTexts[at]) > 0) {
            greatest[at] = leaves.value(i);
            greatestTexts[at] = replace(greatestTexts[at], leaves, i);
        }
    }

    private byte[] replace(byte[] old, NumericLeaves leaves, int i) {
        byte[] text = Arrays.copyOfRange(leaves.texts(), leaves.textStart(i), leaves.textEnd(i));
        textBytes += text.length - old.length;
        return text;
    }

    /** Writes them as <code>{"/value": {"min": 1, "max": 9}, ...}</code>: an object by JSON pointer (RFC 6901). */
    public void appendTo(JsonOutput out) {
        out.literal("{");
        for (int i = 0; i < least.length; i++) {
            out.literal(i == 0 ? "" : ", ")
                    .span(pointers.strings(), pointers.start(i), pointers.end(i))
                    .literal(": {\"min\": ")
                    .span(leastTexts[i])
                    .literal(", \"max\": ")
                    .span(greatestTexts[i])
                    .literal("}");
        }
        out.literal("}");
    }
}
