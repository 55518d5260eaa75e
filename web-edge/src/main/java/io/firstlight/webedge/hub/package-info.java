/**
 * The latest value of every address, who listens to what, and the meeting of the two. {@link io.firstlight.webedge.hub.Hub} is the core:
 * no thread, no socket, no protocol. {@link io.firstlight.webedge.hub.HubLoop} owns the one thread that walks in it, so that subscribing
 * and dispatching are serialised: what a subscriber is given first is everything up to a place in the log, and what follows is everything
 * after it.
 *
 * <p>One thread is the writer of every partition. Should one core not suffice, several hubs each take some of the partitions; nothing in
 * here is shared between two.
 */
package io.firstlight.webedge.hub;
