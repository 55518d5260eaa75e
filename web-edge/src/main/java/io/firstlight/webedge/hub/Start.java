package io.firstlight.webedge.hub;

import io.firstlight.schemas.position.Position;
import io.firstlight.webedge.history.Moment;
import org.jspecify.annotations.Nullable;

/** Where a subscription begins. */
public sealed interface Start {

    /**
     * Now.
     *
     * @param snapshot whether the latest values come first
     */
    record Now(boolean snapshot) implements Start {}

    /** Where a client's position says; if that cannot be, with a fresh snapshot. */
    record At(Position position) implements Start {}

    /** The client gave a position that is none: a fresh snapshot, and the reason. */
    record Foreign() implements Start {}

    /**
     * In the past, at a pace of its own.
     *
     * @param from where it begins
     * @param to where it ends; null to go over into live
     * @param speed records per time relative to when they were recorded; infinite for as fast as can be
     */
    record Replay(Moment from, @Nullable Moment to, double speed) implements Start {
        public Replay {
            if (!(speed > 0)) {
                throw new IllegalArgumentException("speed " + speed + " must be above 0");
            }
        }
    }
}
