package io.firstlight.embedded.kafka;

import io.firstlight.embedded.LoopbackPort;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How one embedded broker runs.
 *
 * @param directory where its data is kept; created when absent, formatted when empty, else used as it is
 * @param brokerPort port on 127.0.0.1; 0 takes a free one; may differ from the port of the last start
 * @param startTimeout bound of a start, recovery after a crash included; default 60 s
 * @param closeTimeout bound of a stop; default 8 s
 */
public record EmbeddedKafkaConfig(Path directory, int brokerPort, Duration startTimeout, Duration closeTimeout) {

    /** Default bound of a start. */
    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

    /** Default bound of a stop. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(8);

    public EmbeddedKafkaConfig {
        directory = directory.toAbsolutePath().normalize();
        LoopbackPort.requireValid(brokerPort, "brokerPort");
        if (!startTimeout.isPositive()) {
            throw new IllegalArgumentException("startTimeout must be positive but is " + startTimeout);
        }
        if (!closeTimeout.isPositive()) {
            throw new IllegalArgumentException("closeTimeout must be positive but is " + closeTimeout);
        }
    }

    /** The defaults on a port. */
    public static EmbeddedKafkaConfig of(Path directory, int brokerPort) {
        return new EmbeddedKafkaConfig(directory, brokerPort, DEFAULT_START_TIMEOUT, DEFAULT_CLOSE_TIMEOUT);
    }
}
