/**
 * One WebSocket, whatever protocol is spoken on it: {@link io.firstlight.webedge.socket.Connection} reads text frames one after another and
 * hands them to a {@link io.firstlight.webedge.socket.Conversation}; {@link io.firstlight.webedge.socket.Connections} knows all that are
 * open and keeps them alive with pings.
 *
 * <p>Frames are read on Jetty's threads, one at a time per connection, and written by whoever flushes the outbox. Jetty's core session is
 * used directly because it can gather many frames into one write and tells when they are written.
 */
package io.firstlight.webedge.socket;
