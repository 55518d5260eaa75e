/**
 * What comes from outside is checked here before it is in the log: {@link io.firstlight.ingest.intake.Intake}.
 *
 * <p>Any thread may call it; it has none of its own. It knows JSON and addresses, but no socket, no user and no right: whoever accepts
 * the connection has decided those. What is refused is answered, counted, and kept in the quarantine topic for an operator to look at.
 */
@NullMarked
package io.firstlight.ingest.intake;

import org.jspecify.annotations.NullMarked;
