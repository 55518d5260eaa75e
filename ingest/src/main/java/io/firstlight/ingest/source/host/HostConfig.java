package io.firstlight.ingest.source.host;

import io.firstlight.schemas.address.Component;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How this machine is watched. A state that was raised ends only some way back behind its threshold, so that a value that trembles
 * around it does not flood.
 *
 * @param component whose name the messages bear; always {@code Host}, index by {@value #INDEX}, default 1
 * @param period time from sample to sample; {@value #PERIOD_MS}, in ms, 100 to 3600000, default 1000
 * @param diskFullPercent used part of a file system from which it is nearly full; {@value #DISK_FULL_PERCENT}, 1 to 100, default 90; ends
 *     5 points lower
 * @param memoryLowPercent available part of memory below which it is low; {@value #MEMORY_LOW_PERCENT}, 1 to 90, default 10; ends 5
 *     points higher
 * @param loadHighPerCore load average of one minute, per core, from which it is high; {@value #LOAD_HIGH_PER_CORE}, 0.1 to 1000, default
 *     2; ends at three quarters
 */
public record HostConfig(
        Component component, Duration period, double diskFullPercent, double memoryLowPercent, double loadHighPerCore) {

    /** Key of the index in {@link #component}. */
    public static final String INDEX = "FIRSTLIGHT_HOST_INDEX";
    /** Key of {@link #period}. */
    public static final String PERIOD_MS = "FIRSTLIGHT_HOST_PERIOD_MS";
    /** Key of {@link #diskFullPercent}. */
    public static final String DISK_FULL_PERCENT = "FIRSTLIGHT_HOST_DISK_FULL_PERCENT";
    /** Key of {@link #memoryLowPercent}. */
    public static final String MEMORY_LOW_PERCENT = "FIRSTLIGHT_HOST_MEMORY_LOW_PERCENT";
    /** Key of {@link #loadHighPerCore}. */
    public static final String LOAD_HIGH_PER_CORE = "FIRSTLIGHT_HOST_LOAD_HIGH_PER_CORE";

    private static final String CSC = "Host";

    public HostConfig {
        Objects.requireNonNull(component, "component");
        check(PERIOD_MS, (double) period.toMillis(), 100, 3_600_000);
        check(DISK_FULL_PERCENT, diskFullPercent, 1, 100);
        check(MEMORY_LOW_PERCENT, memoryLowPercent, 1, 90);
        check(LOAD_HIGH_PER_CORE, loadHighPerCore, 0.1, 1000);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static HostConfig from(Map<String, String> configuration) {
        double index = number(configuration, INDEX, 1);
        if (index != Math.rint(index)) {
            throw new IllegalArgumentException(INDEX + "=" + index + " is not a whole number");
        }
        check(INDEX, index, 0, Integer.MAX_VALUE);
        return new HostConfig(
                new Component(CSC, (int) index),
                Duration.ofMillis((long) number(configuration, PERIOD_MS, 1000)),
                number(configuration, DISK_FULL_PERCENT, 90),
                number(configuration, MEMORY_LOW_PERCENT, 10),
                number(configuration, LOAD_HIGH_PER_CORE, 2));
    }

    private static void check(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(key + "=" + value + " must be from " + least + " to " + most);
        }
    }

    private static double number(Map<String, String> configuration, String key, double absent) {
        String text = configuration.get(key);
        if (text == null) {
            return absent;
        }
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + " is not a number", e);
        }
    }
}
