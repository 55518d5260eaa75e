/**
 * What waits to be written to one connection: {@link io.firstlight.webedge.outbox.Outbox}, bounded in bytes, written in batches through a
 * {@link io.firstlight.webedge.outbox.FrameSink}. Telemetry comes as {@link io.firstlight.webedge.outbox.Sample}, of which several can
 * become one frame when the connection is slow or has asked for a rate.
 *
 * <p>Frames are put in by the hub's thread and by the connection's own; whichever thread finds the sink free writes. Nothing here knows
 * what the bytes mean, and nothing here decides what becomes of a client for whom there is no room.
 */
package io.firstlight.webedge.outbox;
