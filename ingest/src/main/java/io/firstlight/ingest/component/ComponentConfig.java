package io.firstlight.ingest.component;

import io.firstlight.ingest.component.relay.TelemetryRate;
import io.firstlight.ingest.component.relay.TopicChoice;
import io.firstlight.schemas.setting.Setting;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How components' producers work. Immutable.
 *
 * @param telemetry how often telemetry is sent; {@value #TELEMETRY}, {@code every}, {@code latest} or {@code repeat}, default {@code repeat}
 *     as in LOVE
 * @param period the period of {@code latest} and {@code repeat}; {@value #PERIOD_MS}, in ms, 100 to 600000, default 2000 as in LOVE
 * @param topics which topics are passed on and how; {@value #PERIODIC_DATA} and {@value #ASYNCHRONOUS_DATA}, names with commas between; all if
 *     neither names one
 * @param alarmsEvery how soon after the last time the Watcher's dictionary of alarms follows changes; {@value #ALARMS_MS}, in ms, 100 to
 *     3600000, default 10000
 * @param finishedScripts how many finished scripts are shown; {@value #FINISHED_SCRIPTS}, 1 to 1000, default 10
 * @param plain names of components that have no heartbeats to be watched; {@value #PLAIN}, commas between, default none
 */
public record ComponentConfig(
        TelemetryRate telemetry,
        Duration period,
        TopicChoice topics,
        Duration alarmsEvery,
        int finishedScripts,
        Set<String> plain) {

    /** Key of {@link #telemetry}. */
    public static final String TELEMETRY = "FIRSTLIGHT_COMPONENT_TELEMETRY";
    /** Key of {@link #period}. */
    public static final String PERIOD_MS = "FIRSTLIGHT_COMPONENT_PERIOD_MS";
    /** Key of the periodic {@link #topics}. */
    public static final String PERIODIC_DATA = "FIRSTLIGHT_COMPONENT_PERIODIC_DATA";
    /** Key of the asynchronous {@link #topics}. */
    public static final String ASYNCHRONOUS_DATA = "FIRSTLIGHT_COMPONENT_ASYNCHRONOUS_DATA";
    /** Key of {@link #alarmsEvery}. */
    public static final String ALARMS_MS = "FIRSTLIGHT_COMPONENT_ALARMS_MS";
    /** Key of {@link #finishedScripts}: LOVE's own. */
    public static final String FINISHED_SCRIPTS = "FINISHED_SCRIPTS_LIST_SIZE";
    /** Key of {@link #plain}. */
    public static final String PLAIN = "FIRSTLIGHT_COMPONENT_PLAIN";

    private static final int DEFAULT_PERIOD_MS = 2_000;
    private static final int DEFAULT_ALARMS_MS = 10_000;
    private static final int DEFAULT_FINISHED_SCRIPTS = 10;

    public ComponentConfig {
        Objects.requireNonNull(telemetry, "telemetry");
        Objects.requireNonNull(topics, "topics");
        Setting.requireWithin(PERIOD_MS, period.toMillis(), 100, 600_000);
        Setting.requireWithin(ALARMS_MS, alarmsEvery.toMillis(), 100, 3_600_000);
        Setting.requireWithin(FINISHED_SCRIPTS, finishedScripts, 1, 1_000);
        plain = Set.copyOf(plain);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static ComponentConfig from(Map<String, String> configuration) {
        return new ComponentConfig(
                telemetry(configuration),
                Setting.milliseconds(configuration, PERIOD_MS, DEFAULT_PERIOD_MS),
                topics(configuration),
                Setting.milliseconds(configuration, ALARMS_MS, DEFAULT_ALARMS_MS),
                Setting.number(configuration, FINISHED_SCRIPTS, DEFAULT_FINISHED_SCRIPTS),
                Setting.names(configuration, PLAIN));
    }

    private static TelemetryRate telemetry(Map<String, String> configuration) {
        String text = configuration.getOrDefault(TELEMETRY, "repeat").trim();
        return Arrays.stream(TelemetryRate.values())
                .filter(rate -> rate.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(TELEMETRY + "=" + text + " is none of every, latest, repeat"));
    }

    private static TopicChoice topics(Map<String, String> configuration) {
        Set<String> periodic = Setting.names(configuration, PERIODIC_DATA);
        Set<String> asynchronous = Setting.names(configuration, ASYNCHRONOUS_DATA);
        try {
            return new TopicChoice(periodic.isEmpty() ? null : periodic, asynchronous.isEmpty() ? null : asynchronous);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PERIODIC_DATA + " or " + ASYNCHRONOUS_DATA + ": " + e.getMessage(), e);
        }
    }
}
