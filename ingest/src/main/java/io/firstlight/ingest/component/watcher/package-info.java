/**
 * The producer of the Watcher: beside its topics {@link io.firstlight.ingest.component.watcher.WatcherProducer} sends the dictionary of all alarms.
 * Walked by the feed's thread alone.
 */
@NullMarked
package io.firstlight.ingest.component.watcher;

import org.jspecify.annotations.NullMarked;
