package io.firstlight.ingest.source.host;

import io.firstlight.ingest.producer.MessageBuilder;

import java.util.Optional;
import java.util.function.Consumer;

/** One stream of the machine's telemetry. Owned by the sampling thread. */
interface HostStream {

    /** The stream's name. */
    String name();

    /**
     * Reads the sensor and computes; may fail with any unchecked exception.
     *
     * @param nowNs a monotonic clock
     * @return what writes the fields, and does not fail; empty if there is nothing to say
     */
    Optional<Consumer<MessageBuilder>> sample(long nowNs);
}
