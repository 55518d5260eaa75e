/**
 * Commands that are sent twice are executed once: a client names its wish by an idempotency key, the edge that gets it first claims the key
 * ({@link io.firstlight.webedge.command.claim.Claims}) before it sends the command, and everybody else is given that edge's answer.
 *
 * <p>Claims are rows of schema {@code command} in PostgreSQL, which decides who is first, so it does not matter which edge is asked. They are
 * kept for {@link io.firstlight.webedge.command.claim.ClaimTable#KEPT}. Calls block on the database.
 */
package io.firstlight.webedge.command.claim;
