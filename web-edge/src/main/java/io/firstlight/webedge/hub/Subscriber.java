package io.firstlight.webedge.hub;

import io.firstlight.webedge.outbox.Outbox;

import java.util.HashMap;
import java.util.Map;

/** One connection as the hub sees it. Owned by the hub's thread but for its outbox. */
public final class Subscriber {

    private final Outbox outbox;
    private final WireShape shape;
    private final Map<Target, Audience.Seat> seats = new HashMap<>();
    private boolean awaitsFlush;

    /** A subscriber without subscriptions. */
    public Subscriber(Outbox outbox, WireShape shape) {
        this.outbox = outbox;
        this.shape = shape;
    }

    /** Where its frames go. */
    public Outbox outbox() {
        return outbox;
    }

    WireShape shape() {
        return shape;
    }

    Map<Target, Audience.Seat> seats() {
        return seats;
    }

    /** Notes that frames wait; true the first time since the last flush. */
    boolean markAwaitingFlush() {
        boolean first = !awaitsFlush;
        awaitsFlush = true;
        return first;
    }

    void flush() {
        awaitsFlush = false;
        outbox.flush();
    }
}
