package io.firstlight.webedge.hub;

import io.firstlight.webedge.outbox.Outbox;

import java.util.HashMap;
import java.util.Map;

/** One connection as the hub sees it. Owned by the hub's thread but for its outbox. */
public final class Subscriber {

    private final Outbox outbox;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private boolean awaitsFlush;
    private long flushDueMs = Long.MAX_VALUE;

    /** A subscriber without subscriptions. */
    public Subscriber(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Where its frames go. */
    public Outbox outbox() {
        return outbox;
    }

    /** By the target's name. */
    Map<String, Subscription> subscriptions() {
        return subscriptions;
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

    /** When the hub is to flush it although nothing new comes; {@link Long#MAX_VALUE} if at no time. */
    long flushDueMs() {
        return flushDueMs;
    }

    void flushDueMs(long dueMs) {
        flushDueMs = dueMs;
    }
}
