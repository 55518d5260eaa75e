/**
 * The past of the log, read in {@link io.firstlight.webedge.history.Page pages} that all readers share. A
 * {@link io.firstlight.webedge.history.LogScan} walks from a frontier on through the records of a target, in order of time between
 * partitions; it has no thread and never blocks: a page that is not in memory is asked for, and the scan goes on when it is there.
 *
 * <p>Thus a client that resumes, replays or asks for history costs no Kafka consumer of its own, and many that read the same stretch read
 * it once.
 */
package io.firstlight.webedge.history;
