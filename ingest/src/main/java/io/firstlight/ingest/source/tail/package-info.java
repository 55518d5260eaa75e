/**
 * Files that grow, followed: {@link io.firstlight.ingest.source.tail.TailSource}. Rules say which files, how their lines are written, and what becomes
 * of them.
 *
 * <p>{@code FollowedFile} is the core: asked again and again, it gives the lines that have been completed, through rotations and truncations. {@code
 * LineTranslator} makes messages of them, {@code TailProgress} knows behind which place Kafka has all, {@code TailState} keeps that place on disk.
 * One thread, which {@code TailSource} owns, steps all files.
 */
@NullMarked
package io.firstlight.ingest.source.tail;

import org.jspecify.annotations.NullMarked;
