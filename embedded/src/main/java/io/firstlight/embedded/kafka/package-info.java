/**
 * One real Kafka node (KRaft broker and controller together) in this process, on loopback, with its data in a directory
 * that outlives it.
 *
 * <p>Entry type: {@link io.firstlight.embedded.kafka.EmbeddedKafka}. Kafka brings its own threads; starting and stopping
 * happens on a thread of ours so that both are bounded in time. Topics are not created here, and nothing but loopback is
 * listened on.
 */
@NullMarked
package io.firstlight.embedded.kafka;

import org.jspecify.annotations.NullMarked;
