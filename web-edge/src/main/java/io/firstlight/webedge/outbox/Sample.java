package io.firstlight.webedge.outbox;

import io.firstlight.webedge.merge.Extremes;
import io.firstlight.webedge.merge.NumericLeaves;

/** One telemetry value on its way to all subscribers of one wire shape, which share it. Thread-safe. */
public interface Sample {

    /** The frame as it goes out alone; encoded once, shared. */
    byte[] frame();

    /**
     * The frame as it goes out alone, but late: samples of other keys that came after it may have gone before. Not longer than
     * {@link #frame}.
     */
    default byte[] lateFrame() {
        return frame();
    }

    /**
     * Whether samples of other keys may hold older values of the same thing: then a slot that this joins must go behind all that wait
     * now.
     */
    default boolean keepsOrder() {
        return false;
    }

    /**
     * The numeric leaves of its payload; extracted once, when first asked for. {@link NumericLeaves#NONE} where merged frames carry no
     * extremes.
     */
    NumericLeaves leaves();

    /**
     * The frame that stands for several samples of the same key, of which this is the last. The extremes have counted them.
     *
     * <p>It may be longer than {@link #frame} by {@link Extremes#bytes} and {@link Outbox#MERGED_FRAME_BYTES}: so much is set aside for
     * it.
     */
    byte[] mergedFrame(Extremes extremes);
}
