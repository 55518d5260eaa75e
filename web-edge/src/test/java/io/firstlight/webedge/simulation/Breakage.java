package io.firstlight.webedge.simulation;

/** What can be broken on purpose, to see that the checks see it. */
enum Breakage {
    /** Everything is as it should be. */
    NONE,
    /** A page of the log lacks a record now and then. */
    PAGE_LACKS_RECORD,
    /** An edge dispatches a record less now and then. */
    EDGE_SKIPS_RECORD,
    /** An edge dispatches a record twice now and then. */
    EDGE_REPEATS_RECORD,
    /** An edge begins one record behind the place up to which the state goes. */
    EDGE_STARTS_LATE,
    /** The router's offsets become visible although its entries were lost. */
    ROUTER_FORGETS_ENTRIES
}
