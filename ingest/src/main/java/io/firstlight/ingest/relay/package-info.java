/**
 * Notices that are emitted exactly if a transaction is committed. A service adds them to a table of its own PostgreSQL in the transaction that
 * they tell of ({@link io.firstlight.ingest.relay.OutboxTable}, or one insert in any language); {@link io.firstlight.ingest.relay.OutboxRelay}
 * brings what is committed to Kafka. What is guaranteed, and how, is said in {@code docs/protocols/notices.md}.
 *
 * <p>The relay owns one thread. {@code OutboxRun} is its core, which is stepped and has none.
 */
@NullMarked
package io.firstlight.ingest.relay;

import org.jspecify.annotations.NullMarked;
