package io.firstlight.webedge.history;

import io.firstlight.schemas.position.Position;

/** A place in the past of the log, as a client names it. */
public sealed interface Moment {

    /**
     * In each partition, everything before its first record with a later time stamp.
     *
     * @param timeMs unix milliseconds UTC
     */
    record AtTime(long timeMs) implements Moment {}

    /** Everything that a position says has been seen. */
    record AtPosition(Position position) implements Moment {}
}
