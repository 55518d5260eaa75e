package io.firstlight.webedge.hub;

import io.firstlight.webedge.state.LatestValue;
import org.jspecify.annotations.Nullable;

/** One address: its latest value and its subscribers. A hub may have millions, most without subscribers. Owned by the hub's thread. */
final class StreamNode {

    private @Nullable Audience audience;
    private @Nullable LatestValue latest;

    /** Its subscribers; null if there have been none. */
    @Nullable
    Audience audience() {
        return audience;
    }

    Audience audienceToJoin() {
        Audience joined = audience;
        if (joined == null) {
            joined = new Audience();
            audience = joined;
        }
        return joined;
    }

    boolean hasSubscribers() {
        return audience != null && !audience.isEmpty();
    }

    @Nullable
    LatestValue latest() {
        return latest;
    }

    void latest(@Nullable LatestValue value) {
        latest = value;
    }
}
