package io.firstlight.webedge.hub;

import io.firstlight.webedge.log.LogEntry;

/**
 * Holds records back from clients whose protocol wants no more than so many in a time. One belongs to a row of live subscriptions, or to one
 * that catches up, and is shown each of its records once, in log order; the latest values know nothing of it. Owned by the hub's thread.
 */
public interface Throttle {

    /** Holds nothing back. */
    Throttle NONE = entry -> 0;

    /** The answer of {@link #admit} to a record that is held back for good. */
    int HELD_BACK = -1;

    /**
     * Whether the record goes out.
     *
     * @return how many of its kind were held back since the last that went out; {@link #HELD_BACK} if it is one more
     */
    int admit(LogEntry entry);
}
