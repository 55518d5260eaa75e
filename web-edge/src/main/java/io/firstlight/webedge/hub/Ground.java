package io.firstlight.webedge.hub;

import io.firstlight.webedge.history.PageSource;
import io.firstlight.webedge.log.Frontier;

/** What a catch-up stands on: the hub, as far as it needs to know it. */
interface Ground {

    /** How far the hub has come. */
    Frontier frontier();

    /** The records that the hub dispatched last. */
    Tail tail();

    /** The log. */
    PageSource pages();

    /** A frontier as clients are told. */
    String token(Frontier frontier);

    /** Has the catch-up go on soon; may be called by any thread. */
    void wake(CatchUp catchUp);
}
