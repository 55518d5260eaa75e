/**
 * The log as an edge reads it. {@link io.firstlight.webedge.log.RecordLog} is the polled source of records (Kafka here, a fake in
 * tests); {@link io.firstlight.webedge.log.Bootstrap} loads the latest state of everything and says from which offsets to go on.
 *
 * <p>Walked by one thread, the hub's; only {@link io.firstlight.webedge.log.RecordLog#wakeup} may be called from another. Nothing here
 * knows subscribers.
 */
package io.firstlight.webedge.log;
