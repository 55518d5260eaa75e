/**
 * A place in the log: {@link io.firstlight.schemas.position.Position}, and the opaque text that clients hold of it,
 * {@link io.firstlight.schemas.position.PositionToken}.
 */
package io.firstlight.schemas.position;
