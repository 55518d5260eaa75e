package io.firstlight.webedge.simulation;

import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.target.Target;

/**
 * What a client asks for when it subscribes.
 *
 * @param plain without any option: no positions, no notices, merged frames say nothing
 * @param positionEveryMs 0 for never
 * @param minIntervalMs 0 for none
 */
record Wish(
        Target target,
        Start start,
        boolean plain,
        boolean positions,
        boolean lossless,
        int minIntervalMs,
        int positionEveryMs) {}
