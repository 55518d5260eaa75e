package io.firstlight.webedge.hub;

import io.firstlight.webedge.history.Moment;

/** What a client can do to its running replay. */
public sealed interface ReplayControl {

    /** Stand still. */
    record Pause() implements ReplayControl {}

    /** Go on. */
    record Continue() implements ReplayControl {}

    /** Go on faster or slower. */
    record Speed(double speed) implements ReplayControl {}

    /** Jump: the state there comes first, then its records. */
    record Seek(Moment from) implements ReplayControl {}
}
