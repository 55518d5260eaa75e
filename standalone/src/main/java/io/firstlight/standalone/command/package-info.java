/**
 * What every subcommand shares: where values come from (command line over environment over defaults, {@link
 * io.firstlight.standalone.command.Environment}, {@link io.firstlight.standalone.command.Settings}), the options that several of them
 * have, how a mistake ends (one line and exit code 2) and how a failure ends (one line, what to do, and exit code 1).
 *
 * <p>Runs on the main thread only. Knows no subcommand and no service.
 */
@NullMarked
package io.firstlight.standalone.command;

import org.jspecify.annotations.NullMarked;
