/**
 * Regular expressions out of JSON schemas, kept from taking for ever on a text that somebody chose for that:
 * {@link io.firstlight.webedge.pattern.StepLimitedPattern}. Any thread.
 */
@NullMarked
package io.firstlight.webedge.pattern;

import org.jspecify.annotations.NullMarked;
