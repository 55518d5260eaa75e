/**
 * What writes into the log from the command line: {@code firstlight producer SOURCE} (this machine, an MQTT broker, JSON over HTTP, files that
 * grow; until stopped) and {@code firstlight replay FILE} (a recorded file, once). What the commands of sources share is {@code SourceRunner}. The producing itself is in the module {@code ingest}. Runs on the main thread, beside the
 * threads of sources and producers.
 */
@NullMarked
package io.firstlight.standalone.producer;

import org.jspecify.annotations.NullMarked;
