package io.firstlight.webedge.hub;

import io.firstlight.webedge.merge.Extremes;
import org.jspecify.annotations.Nullable;

/**
 * What a frame says beside the values; a shape leaves out what its clients did not ask for.
 *
 * @param position the token of what the client has seen after this frame; null if the frame must not be a place to resume from
 * @param snapshot whether the value was there before the subscription
 * @param merged the extremes of the records that this frame stands for; null if it is one record's
 * @param heldBack how many records a {@link Throttle} has held back since the frame before
 */
public record Extras(
        @Nullable String position,
        boolean snapshot,
        @Nullable Extremes merged,
        int heldBack) {

    /** Nothing beside the values. */
    public static final Extras NONE = new Extras(null, false, null, 0);

    /** A value of the snapshot. */
    public static final Extras SNAPSHOT = new Extras(null, true, null, 0);

    /** A record's frame, with the position after it. */
    public static Extras at(@Nullable String position) {
        return position == null ? NONE : new Extras(position, false, null, 0);
    }

    /** The same frame after so many that were held back. */
    Extras after(int held) {
        return held == 0 ? this : new Extras(position, snapshot, merged, held);
    }

    /** A frame that stands for several records. */
    public static Extras merged(@Nullable String position, Extremes extremes) {
        return new Extras(position, false, extremes, 0);
    }
}
