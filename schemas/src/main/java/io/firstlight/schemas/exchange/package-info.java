/**
 * The contract between the edge's REST mapper and the workers that answer through Kafka:
 * {@link io.firstlight.schemas.exchange.RequestValue} is what a request record holds,
 * {@link io.firstlight.schemas.exchange.RequestHeaders} say where its answer goes and until when, and
 * {@link io.firstlight.schemas.exchange.ErrorAnswer} is how an answer says no. Immutable values, any thread. It neither reads nor writes a
 * topic.
 */
@NullMarked
package io.firstlight.schemas.exchange;

import org.jspecify.annotations.NullMarked;
