/**
 * JSON that others serve over HTTP, asked for again and again: {@link io.firstlight.ingest.source.poll.PollSource}. Rules say what to ask, how often,
 * and which values become fields.
 *
 * <p>{@code Poll} is one thing to ask for, {@code PollState} remembers between two answers of it; a single thread begins the requests and works through
 * the answers. What is asked for at a bad moment is not asked for again: the next sample is soon enough.
 */
@NullMarked
package io.firstlight.ingest.source.poll;

import org.jspecify.annotations.NullMarked;
