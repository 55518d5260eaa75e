/**
 * From Kafka to the store, for ever: reads the topics as a consumer group, gathers batches, stores them, and goes on after every failure.
 *
 * <p>Entry type: {@link io.firstlight.archive.sink.SinkDriver}, which owns the one thread. {@link io.firstlight.archive.sink.SinkCore} has none:
 * it is stepped, so that a test can stop it between any two steps. Where to read from is the database's word, never Kafka's committed
 * offsets; those are written only so that Kafka's tools show the lag. After any failure the core forgets what it has gathered and asks the
 * database again: there is one way to recover, and it is the way to begin.
 */
package io.firstlight.archive.sink;
