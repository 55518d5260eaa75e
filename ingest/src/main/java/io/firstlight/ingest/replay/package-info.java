/**
 * Recorded files, in again: {@link io.firstlight.ingest.replay.Replay} reads CSV or NDJSON row by row and sends each row as one message, at
 * the pace of its time column.
 *
 * <p>A file may be larger than memory; at most {@link io.firstlight.ingest.replay.Replay#MAX_IN_FLIGHT} messages wait for Kafka. The
 * thread that calls {@code run} does all of it. Nothing here knows the command line.
 */
@NullMarked
package io.firstlight.ingest.replay;

import org.jspecify.annotations.NullMarked;
