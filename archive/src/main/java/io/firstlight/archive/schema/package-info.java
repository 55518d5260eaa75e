/**
 * The archive's tables: PostgreSQL schema {@code archive}, versioned by the scripts in {@code db/archive} on the class path.
 *
 * <p>Entry type: {@link io.firstlight.archive.schema.ArchiveSchema}. Partitions by day and by id are not made here but by the store, as
 * the rows come.
 */
package io.firstlight.archive.schema;
