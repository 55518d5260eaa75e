/**
 * Data comes in. The rooms:
 *
 * <ul>
 *   <li>{@link io.firstlight.ingest.producer} - the SDK: typed messages into the category topics
 *   <li>{@link io.firstlight.ingest.intake} - what remote producers and POSTs send: checked, then written
 *   <li>{@link io.firstlight.ingest.source} - things that produce by themselves, such as this machine
 *   <li>{@link io.firstlight.ingest.replay} - recorded files, in again
 *   <li>{@link io.firstlight.ingest.worker} - for services that answer requests which the edge's REST mapper writes to Kafka
 * </ul>
 *
 * {@link io.firstlight.ingest.IngestService} assembles the first two from an {@link io.firstlight.ingest.IngestConfig}. Nothing here but
 * the worker reads a topic, and nothing opens a port.
 */
@NullMarked
package io.firstlight.ingest;

import org.jspecify.annotations.NullMarked;
