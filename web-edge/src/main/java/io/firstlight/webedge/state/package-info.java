/**
 * The latest value of an address, as the hub holds it now and as the log says it was: {@link io.firstlight.webedge.state.LatestValue}.
 * Immutable values.
 */
package io.firstlight.webedge.state;
