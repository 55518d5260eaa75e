package io.firstlight.bench.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What processes had used at one moment, or between two.
 *
 * @param nanos the moment as {@link System#nanoTime}, or the time between the two
 * @param own user and system time of this process
 * @param server of the process that the figures are about, with its children; zero if none was named
 * @param beside of others, by the name they were given
 */
public record CpuReading(long nanos, Duration own, Duration server, Map<String, Duration> beside) {

    public CpuReading {
        beside = Map.copyOf(beside);
    }

    /** What was used between an earlier reading and this one. */
    public CpuReading since(CpuReading earlier) {
        Map<String, Duration> used = new LinkedHashMap<>();
        beside.forEach((name, now) -> used.put(name, now.minus(earlier.beside.getOrDefault(name, Duration.ZERO))));
        return new CpuReading(nanos - earlier.nanos, own.minus(earlier.own), server.minus(earlier.server), used);
    }

    /** The time between the two readings. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** A use of CPU as a number of cores kept busy. */
    public double cores(Duration used) {
        return nanos == 0 ? 0 : used.toNanos() / (double) nanos;
    }
}
