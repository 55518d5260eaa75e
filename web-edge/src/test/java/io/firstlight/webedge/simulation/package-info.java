/**
 * The whole of the delivery in one thread: a log, the router's core, edges with the real hub and real outboxes, and clients that build a
 * view from their frames, driven by a seed. {@link io.firstlight.webedge.simulation.Simulation} is one run;
 * {@link io.firstlight.webedge.simulation.SimulationTest} makes many and says how to repeat one. Nothing in here knows a broker, a socket
 * or the time of day: what two runs of one seed do is the same to the last byte.
 */
package io.firstlight.webedge.simulation;
