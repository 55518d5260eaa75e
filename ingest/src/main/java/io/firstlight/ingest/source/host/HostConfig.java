package io.firstlight.ingest.source.host;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.setting.Setting;

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
        Setting.requireWithin(PERIOD_MS, period.toMillis(), 100, 3_600_000);
        Setting.requireWithin(DISK_FULL_PERCENT, diskFullPercent, 1.0, 100.0);
        Setting.requireWithin(MEMORY_LOW_PERCENT, memoryLowPercent, 1.0, 90.0);
        Setting.requireWithin(LOAD_HIGH_PER_CORE, loadHighPerCore, 0.1, 1000.0);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static HostConfig from(Map<String, String> configuration) {
        return new HostConfig(
                new Component(CSC, Setting.number(configuration, INDEX, 1, 0, Integer.MAX_VALUE)),
                Setting.milliseconds(configuration, PERIOD_MS, 1000),
                Setting.real(configuration, DISK_FULL_PERCENT, 90),
                Setting.real(configuration, MEMORY_LOW_PERCENT, 10),
                Setting.real(configuration, LOAD_HIGH_PER_CORE, 2));
    }
}
