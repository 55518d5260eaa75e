/**
 * One batch of the log's records into the tables, in one transaction that also moves the offsets: all of it or nothing.
 *
 * <p>Entry type: {@link io.firstlight.archive.store.BatchStore}, owned by the thread that calls it. What PostgreSQL refuses is found and
 * handed to a {@link io.firstlight.archive.store.Quarantine} before the commit. Nothing here speaks to Kafka or retries: whoever calls
 * decides when to try again, and a batch may be tried as often as it takes.
 */
package io.firstlight.archive.store;
