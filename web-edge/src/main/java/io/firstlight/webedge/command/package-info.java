/**
 * Commands go through: from HTTP to the commander, with a record of who asked for what before it is sent, and of what came of it. Entry type:
 * {@link io.firstlight.webedge.command.CommandConfig}.
 */
package io.firstlight.webedge.command;
