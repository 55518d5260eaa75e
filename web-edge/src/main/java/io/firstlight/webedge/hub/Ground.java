package io.firstlight.webedge.hub;

import io.firstlight.webedge.history.PageSource;
import io.firstlight.webedge.log.Frontier;

/** What the hub's parts stand on: the hub, as far as they need to know it. */
interface Ground {

    /** The time now. */
    long nowMs();

    /** How far the hub has come. */
    Frontier frontier();

    /** The records that the hub dispatched last. */
    Tail tail();

    /** The log. */
    PageSource pages();

    /** A frontier as clients are told. */
    String token(Frontier frontier);

    /** Runs a task on the hub's thread; may be called by any thread. */
    void soon(Runnable task);

    /** Has the catch-up go on soon; may be called by any thread. */
    void wake(CatchUp catchUp);
}
