/**
 * For services that answer HTTP requests through Kafka: the edge's REST mapper writes requests into a topic, a
 * {@link io.firstlight.ingest.worker.Worker} reads them as one of a consumer group, hands each to a
 * {@link io.firstlight.ingest.worker.Handler}, and writes the answer to where the request says. The records are described in
 * {@link io.firstlight.schemas.exchange}; a worker in another language needs nothing else.
 *
 * <p>A worker owns one thread that polls and as many as it may handle requests at once; handlers are called on those. It opens no port and
 * creates no topic.
 */
@NullMarked
package io.firstlight.ingest.worker;

import org.jspecify.annotations.NullMarked;
