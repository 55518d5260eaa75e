/**
 * Real servers as processes that a test can kill, stop and start again: a Kafka cluster of three nodes, a PostgreSQL, and any
 * other command.
 *
 * <p>Entry types: {@link io.firstlight.embedded.testkit.fault.KafkaCluster}, {@link
 * io.firstlight.embedded.testkit.fault.PostgresProcess}, {@link io.firstlight.embedded.testkit.fault.ChildProcess}. No thread of
 * its own. What was started here is ended when the test's JVM ends, also one that stands still; only a JVM that is itself killed
 * with -9 leaves processes behind. Linux only: faults are signals, sent by {@code /bin/kill}.
 */
@NullMarked
package io.firstlight.embedded.testkit.fault;

import org.jspecify.annotations.NullMarked;
