/**
 * What all producers of components do: {@link io.firstlight.ingest.component.relay.TopicRelay} passes a component's topics on,
 * {@link io.firstlight.ingest.component.relay.CscProducer} also watches its heartbeats, {@link io.firstlight.ingest.component.relay.Outlets}
 * sends and keeps the newest value of each address until the platform has it.
 *
 * <p>All of it is walked by the feed's thread alone; only the answers to sends come from elsewhere, and touch nothing but counters and marks.
 */
@NullMarked
package io.firstlight.ingest.component.relay;

import org.jspecify.annotations.NullMarked;
