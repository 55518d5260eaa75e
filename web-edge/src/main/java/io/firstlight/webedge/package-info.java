/**
 * Data goes out, commands go through. {@link io.firstlight.webedge.WebEdge} puts an edge together; the rooms:
 *
 * <ul>
 *   <li>{@code log} - the log from a position on, and the state it begins with
 *   <li>{@code hub} - latest values, subscriptions, and the thread that brings both together
 *   <li>{@code outbox} - what waits for one connection
 *   <li>{@code socket} - one WebSocket, whatever is spoken on it
 *   <li>{@code love}, {@code feed} - the protocols; they know the hub, never each other
 *   <li>{@code rest} - HTTP by resource
 *   <li>{@code time} - the time systems that operators read
 * </ul>
 */
package io.firstlight.webedge;
