/**
 * What writes into the log from the command line: {@code firstlight producer host} (this machine's own telemetry, until stopped) and {@code
 * firstlight replay FILE} (a recorded file, once). The producing itself is in the module {@code ingest}. Runs on the main thread, beside the
 * threads of sources and producers.
 */
@NullMarked
package io.firstlight.standalone.producer;

import org.jspecify.annotations.NullMarked;
