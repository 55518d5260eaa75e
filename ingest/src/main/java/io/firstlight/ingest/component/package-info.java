/**
 * Producers of components: what LOVE's producer does. A {@link io.firstlight.ingest.component.Feed} delivers the
 * {@link io.firstlight.ingest.component.Sample}s of components, wherever they come from; producers make messages of them, keep what was last said
 * and answer who asks for it; a {@link io.firstlight.ingest.component.ProducerClient} carries the messages to the platform and the questions back.
 * Producers know neither where samples come from nor how messages travel.
 *
 * <p>{@link io.firstlight.ingest.component.ProducerFactory} makes producers, {@link io.firstlight.ingest.component.ProducerSet} drives them, all on the
 * feed's thread. What they do is in {@code relay}, {@code queue} and {@code watcher}. The clients' threads only hand over questions and answers.
 */
@NullMarked
package io.firstlight.ingest.component;

import org.jspecify.annotations.NullMarked;
