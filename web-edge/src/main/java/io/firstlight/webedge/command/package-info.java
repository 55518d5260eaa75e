/**
 * Commands go through: from HTTP to the commander, with a record of who asked for what before it is sent, and of what came of it.
 *
 * <p>{@link io.firstlight.webedge.command.CommandService} puts the parts together:
 * {@link io.firstlight.webedge.command.CommandPermission} says who may, {@link io.firstlight.webedge.command.CommandDesk} carries commands
 * out, each on a thread of its own, at most so many at once. Nothing here walks in the hub: subscribers see commands and acknowledgements because they are records of the log. HTTP itself is in {@code rest}.
 */
package io.firstlight.webedge.command;
