/**
 * Data is kept and found again: the log's messages, events, acknowledgements, logs and commands in PostgreSQL.
 *
 * <p>Entry types: {@link io.firstlight.archive.ArchiveService} runs the sink, {@link io.firstlight.archive.page.MessagePages} reads. One
 * thread per service, owned by the sink's driver; the queries run on their caller's. The rooms:
 *
 * <ul>
 *   <li>{@link io.firstlight.archive.schema} - the tables and their versions
 *   <li>{@link io.firstlight.archive.store} - one batch of records into the tables, in one transaction with its offsets
 *   <li>{@link io.firstlight.archive.sink} - from Kafka to the store, for ever
 *   <li>{@link io.firstlight.archive.page} - messages by page and by id
 * </ul>
 *
 * No HTTP here, and nothing is ever deleted.
 */
package io.firstlight.archive;
