/**
 * Faults of real processes: the distribution's services on a Kafka cluster of three and a PostgreSQL, all of them child processes,
 * under a steady load of numbered records, while one after the other is killed with -9 or stands still.
 *
 * <p>Entry types: {@link io.firstlight.standalone.fault.FaultsIT}, the short form that every build runs, and {@link
 * io.firstlight.standalone.fault.LongFaults}, the long one of the profile {@code faults}. {@link
 * io.firstlight.standalone.fault.Installation} starts the processes, {@link io.firstlight.standalone.fault.Load} writes, {@link
 * io.firstlight.standalone.fault.Client} subscribes, {@link io.firstlight.standalone.fault.Watch} measures who is behind, and {@link
 * io.firstlight.standalone.fault.Checker} compares what was acknowledged with the log, the state, the archive and what every client
 * saw. The load has a thread, each follower has one, the clients share theirs; the test's own thread does the faults.
 */
@NullMarked
package io.firstlight.standalone.fault;

import org.jspecify.annotations.NullMarked;
