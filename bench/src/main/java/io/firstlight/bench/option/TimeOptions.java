package io.firstlight.bench.option;

import picocli.CommandLine.Option;

import java.util.concurrent.TimeUnit;

/** How long a load runs. */
public final class TimeOptions {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            converter = Bounds.Seconds.class,
            description = "Seconds that are measured, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            converter = Bounds.WarmUp.class,
            description = "Seconds of the same load before, not measured, 0 to 600 (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    /** How long is measured. */
    public long measuredNanos() {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    /** How long the load runs before. */
    public long warmUpNanos() {
        return TimeUnit.SECONDS.toNanos(warmUp);
    }
}
