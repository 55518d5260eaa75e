/**
 * Things that produce by themselves. Each {@link io.firstlight.ingest.source.Source} has its own package, knows what it measures, and
 * sends messages; it knows neither Kafka nor the other sources.
 */
@NullMarked
package io.firstlight.ingest.source;

import org.jspecify.annotations.NullMarked;
