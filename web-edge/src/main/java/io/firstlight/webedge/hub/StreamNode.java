package io.firstlight.webedge.hub;

import org.jspecify.annotations.Nullable;

/** One address: its latest value and its subscribers. Owned by the hub's thread. */
final class StreamNode {

    private final Audience audience = new Audience();
    private @Nullable LatestValue latest;

    Audience audience() {
        return audience;
    }

    @Nullable
    LatestValue latest() {
        return latest;
    }

    void latest(@Nullable LatestValue value) {
        latest = value;
    }
}
