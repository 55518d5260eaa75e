/**
 * The producer of a script queue: {@link io.firstlight.ingest.component.queue.ScriptQueueProducer} sends what LOVE's page of the queue shows,
 * derived from the topics of the queue and of its scripts by {@code QueueState}. Walked by the feed's thread alone.
 */
@NullMarked
package io.firstlight.ingest.component.queue;

import org.jspecify.annotations.NullMarked;
