/**
 * Where the log goes: {@link io.firstlight.standalone.log.Logs} decides it at start, from what the command is. The levels are in {@code
 * logback.xml}. Called once, on the main thread; logging itself is on whichever thread logs.
 */
@NullMarked
package io.firstlight.standalone.log;

import org.jspecify.annotations.NullMarked;
