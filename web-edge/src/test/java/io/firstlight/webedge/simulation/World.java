package io.firstlight.webedge.simulation;

import io.firstlight.webedge.hub.WireShape;
import io.firstlight.webedge.outbox.OutboxMeters;

/** What all parts of one simulation share. */
interface World {

    long nowMs();

    SimulatedLog log();

    FrameBook book();

    Checks checks();

    OutboxMeters outboxMeters();

    /** The one shape of all who wish the same. */
    WireShape shape(Wish wish);

    /** A number for a subscription, higher than all before. */
    int nextGeneration();

    /** Keeps what happened, for when something goes wrong. */
    void note(String what, Object... details);
}
