/**
 * What remains of telemetry when several samples become one frame: the least and the greatest of each number in their payloads.
 *
 * <p>{@link io.firstlight.webedge.merge.NumericLeaves} finds the numbers of one payload, {@link io.firstlight.webedge.merge.Extremes}
 * gathers them over samples. Both are bounded. No thread of its own; nothing here knows frames or connections.
 */
package io.firstlight.webedge.merge;
