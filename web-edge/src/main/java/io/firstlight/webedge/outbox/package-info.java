/**
 * What waits to be written to one connection: {@link io.firstlight.webedge.outbox.Outbox}, bounded in bytes, written in batches through a
 * {@link io.firstlight.webedge.outbox.FrameSink}.
 *
 * <p>Frames are put in by the hub's thread and by the connection's own; whichever thread finds the sink free writes. Nothing here knows
 * what the bytes mean.
 */
package io.firstlight.webedge.outbox;
