/**
 * Data comes in. The rooms:
 *
 * <ul>
 *   <li>{@link io.firstlight.ingest.producer} - the SDK: typed messages into the category topics
 *   <li>{@link io.firstlight.ingest.intake} - what remote producers and POSTs send: checked, then written
 *   <li>{@link io.firstlight.ingest.notice} - the SDK for notices: what a service tells whoever listens to a channel
 *   <li>{@link io.firstlight.ingest.component} - producers of components, as LOVE-producer: messages of samples
 *   <li>{@link io.firstlight.ingest.relay} - from a table in a service's own database into the log
 *   <li>{@link io.firstlight.ingest.source} - things that produce by themselves, such as this machine
 *   <li>{@link io.firstlight.ingest.replay} - recorded files, in again
 *   <li>{@link io.firstlight.ingest.sal} - SAL's components, read directly from their Kafka topics
 *   <li>{@link io.firstlight.ingest.worker} - for services that answer requests which the edge's REST mapper writes to Kafka
 * </ul>
 *
 * {@link io.firstlight.ingest.IngestService} assembles the first three from an {@link io.firstlight.ingest.IngestConfig}. Nothing here
 * opens a port, and nothing but the relay, the worker, producers of components and the feed from SAL reads a topic.
 */
@NullMarked
package io.firstlight.ingest;

import org.jspecify.annotations.NullMarked;
