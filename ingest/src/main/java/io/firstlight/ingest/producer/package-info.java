/**
 * The producer SDK. {@link io.firstlight.ingest.producer.TelemetryProducer} writes messages to the category topics and answers each with
 * a future; {@link io.firstlight.ingest.producer.MessageBuilder} makes them, with units.
 *
 * <p>A producer is shared by any number of threads. Futures complete on Kafka's network thread: what is chained to them must not block.
 * Nothing is written to disk here: what waits for Kafka waits in memory, and the SDK tells what was not acknowledged instead of hiding
 * it.
 */
@NullMarked
package io.firstlight.ingest.producer;

import org.jspecify.annotations.NullMarked;
