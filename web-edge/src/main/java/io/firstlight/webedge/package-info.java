/**
 * Data goes out, commands go through. {@link io.firstlight.webedge.WebEdge} puts an edge together; the rooms:
 *
 * <ul>
 *   <li>{@code log} - the log from a position on, and the state it begins with
 *   <li>{@code target}, {@code state} - what one can ask for, and what its value is
 *   <li>{@code history} - the past of the log, in pages that all readers share
 *   <li>{@code hub} - latest values, recent records, subscriptions, and the thread that brings them together
 *   <li>{@code merge} - the extremes of numbers
 *   <li>{@code outbox} - what waits for one connection
 *   <li>{@code socket} - one WebSocket, whatever is spoken on it
 *   <li>{@code love}, {@code tower}, {@code feed}, {@code sse} - the protocols; they know the hub, never each other
 *   <li>{@code rest} - HTTP by resource
 *   <li>{@code time} - the time systems that operators read
 * </ul>
 */
package io.firstlight.webedge;
