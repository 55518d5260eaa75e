package io.firstlight.webedge.outbox;

import io.firstlight.webedge.merge.Extremes;
import io.firstlight.webedge.merge.NumericLeaves;
import org.jspecify.annotations.Nullable;

/**
 * Where the samples of one key wait to go out as one frame. The numbers of a sample are looked at only when there is a second one.
 * Guarded by its outbox.
 */
final class Slot {

    /** The slot, its places in maps, and what a merged frame has besides payload and extremes. */
    static final int FIXED_BYTES = 192 + Outbox.MERGED_FRAME_BYTES;

    private final Object key;
    private final @Nullable Pace pace;
    private Sample newest;
    private @Nullable Extremes extremes;
    private int bytes;

    /**
     * A slot with its first sample.
     *
     * @param pace the pace of its key, null if it has none
     */
    Slot(Object key, Sample first, @Nullable Pace pace) {
        this.key = key;
        this.newest = first;
        this.pace = pace;
        this.bytes = bytesFor(first);
    }

    /** What a slot of only that sample holds. */
    static int bytesFor(Sample sample) {
        return FIXED_BYTES + sample.frame().length;
    }

    /** Takes a further sample if the slot then holds no more than that; else false, and nothing has changed. */
    boolean merge(Sample sample, int mostBytes) {
        NumericLeaves leaves = sample.leaves();
        int without = bytesFor(sample) + leaves.bytes();
        Extremes merged = extremes;
        if (merged == null) {
            merged = new Extremes();
            merged.add(newest.leaves());
        } else if (mostBytes - without < merged.bytesAtMostWith(leaves)) {
            // It may not fit: tried on a copy, so that a refusal leaves no trace.
            merged = merged.copy();
        }
        merged.add(leaves);
        int all = without + merged.bytes() - merged.bytesSharedWith(leaves);
        if (all > mostBytes) {
            return false;
        }
        extremes = merged;
        newest = sample;
        bytes = all;
        return true;
    }

    /** The frame for what it took; never longer than {@link #bytes}. */
    byte[] frame() {
        return extremes == null ? newest.lateFrame() : newest.mergedFrame(extremes);
    }

    Object key() {
        return key;
    }

    @Nullable
    Pace pace() {
        return pace;
    }

    /** What it holds. */
    int bytes() {
        return bytes;
    }
}
