/**
 * The files in which sources are told what becomes what. {@link io.firstlight.ingest.source.rule.RuleFile} reads one, {@link
 * io.firstlight.ingest.source.rule.Declaration} is an object in it that knows its place, so that each complaint names it. Immutable, no thread.
 */
@NullMarked
package io.firstlight.ingest.source.rule;

import org.jspecify.annotations.NullMarked;
