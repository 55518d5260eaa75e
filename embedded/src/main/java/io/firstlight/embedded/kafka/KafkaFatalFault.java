package io.firstlight.embedded.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Kafka wanted to end the process: a fault that it cannot survive, such as a failed disk. The broker no longer serves;
 * the process lives on and decides.
 */
public final class KafkaFatalFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    KafkaFatalFault(int exitStatus, @Nullable String message) {
        super("Kafka asked to end the process with status " + exitStatus + (message == null ? "" : ": " + message));
        this.exitStatus = exitStatus;
    }

    /** The exit status that Kafka wanted. */
    public int exitStatus() {
        return exitStatus;
    }
}
