package io.firstlight.archive.sink;

import java.time.Duration;

/**
 * When a batch is full.
 *
 * @param records most records in it, 1 to 100,000
 * @param bytes values' bytes from which on nothing more is added; a single record may be larger
 * @param time how long its first record waits for others, 0 to 1 minute
 */
public record BatchLimits(int records, long bytes, Duration time) {

    public BatchLimits {
        if (records < 1 || records > 100_000) {
            throw new IllegalArgumentException("records " + records + " must be 1 to 100000");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes " + bytes + " must be at least 1");
        }
        if (time.isNegative() || time.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("time " + time + " must be 0 to 1 minute");
        }
    }
}
