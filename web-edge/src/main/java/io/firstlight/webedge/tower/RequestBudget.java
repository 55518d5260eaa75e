package io.firstlight.webedge.tower;

import java.util.function.LongSupplier;

/** How many requests a connection may still make in this second. Owned by the thread that reads its frames. */
final class RequestBudget {

    private final int perSecond;
    private final LongSupplier clockMs;
    private long secondBeganMs;
    private int taken;

    RequestBudget(int perSecond, LongSupplier clockMs) {
        this.perSecond = perSecond;
        this.clockMs = clockMs;
        this.secondBeganMs = clockMs.getAsLong();
    }

    /** Takes one; false if none is left. */
    boolean take() {
        long nowMs = clockMs.getAsLong();
        if (nowMs - secondBeganMs >= 1000) {
            secondBeganMs = nowMs;
            taken = 0;
        }
        return ++taken <= perSecond;
    }
}
