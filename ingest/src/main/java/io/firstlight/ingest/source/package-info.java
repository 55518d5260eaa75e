/**
 * Things that produce by themselves. Each {@link io.firstlight.ingest.source.Source} has its own package, knows what it reads, and sends
 * messages; it knows neither Kafka nor the other sources.
 *
 * <p>A source that could read again what was lost sends through {@link io.firstlight.ingest.source.Delivery}, which sends again what Kafka did
 * not take and tells what it has. What cannot be sent at all is counted in {@link io.firstlight.ingest.source.SourceMeters}. How to write
 * one is told in {@code docs/sources.md}.
 */
@NullMarked
package io.firstlight.ingest.source;

import org.jspecify.annotations.NullMarked;
