package io.firstlight.router.liveness;

import io.firstlight.schemas.setting.Setting;

import java.time.Duration;
import java.util.Map;

/**
 * When a component counts as silent.
 *
 * @param enabled {@code FIRSTLIGHT_LIVENESS}: {@code true} or {@code false}, default true; whether anything is judged at all
 * @param missedGaps {@code FIRSTLIGHT_LIVENESS_MISSED_GAPS}: so many usual gaps without a sign are silence, 2 to 100, default 3
 * @param least {@code FIRSTLIGHT_LIVENESS_LEAST}: silence takes at least so long; ISO 8601 duration of 1 s to 1 h, default {@code PT3S}
 * @param forget {@code FIRSTLIGHT_LIVENESS_FORGET}: who was not heard for so long is forgotten; ISO 8601 duration of 1 h to ten years,
 *     default {@code P7D}
 * @param eventsPerSecond {@code FIRSTLIGHT_LIVENESS_EVENTS_PER_SECOND}: so many events are written in a second at most, for each partition;
 *     1 to 10,000, default 50. The others wait
 */
public record LivenessConfig(boolean enabled, int missedGaps, Duration least, Duration forget, int eventsPerSecond) {

    private static final String ENABLED_KEY = "FIRSTLIGHT_LIVENESS";
    private static final String MISSED_GAPS_KEY = "FIRSTLIGHT_LIVENESS_MISSED_GAPS";
    private static final String LEAST_KEY = "FIRSTLIGHT_LIVENESS_LEAST";
    private static final String FORGET_KEY = "FIRSTLIGHT_LIVENESS_FORGET";
    private static final String EVENTS_PER_SECOND_KEY = "FIRSTLIGHT_LIVENESS_EVENTS_PER_SECOND";

    private static final int DEFAULT_MISSED_GAPS = 3;
    private static final Duration DEFAULT_LEAST = Duration.ofSeconds(3);
    private static final Duration DEFAULT_FORGET = Duration.ofDays(7);
    private static final int DEFAULT_EVENTS_PER_SECOND = 50;

    public LivenessConfig {
        Setting.requireWithin(MISSED_GAPS_KEY, missedGaps, 2, 100);
        Setting.requireWithin(LEAST_KEY, least, Duration.ofSeconds(1), Duration.ofHours(1));
        Setting.requireWithin(FORGET_KEY, forget, Duration.ofHours(1), Duration.ofDays(3650));
        Setting.requireWithin(EVENTS_PER_SECOND_KEY, eventsPerSecond, 1, 10_000);
    }

    /** What holds unless configured. */
    public static LivenessConfig defaults() {
        return from(Map.of());
    }

    /**
     * The configuration that the keys above describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static LivenessConfig from(Map<String, String> configuration) {
        return new LivenessConfig(
                Setting.truth(configuration, ENABLED_KEY, true),
                Setting.number(configuration, MISSED_GAPS_KEY, DEFAULT_MISSED_GAPS),
                Setting.duration(configuration, LEAST_KEY, DEFAULT_LEAST),
                Setting.duration(configuration, FORGET_KEY, DEFAULT_FORGET),
                Setting.number(configuration, EVENTS_PER_SECOND_KEY, DEFAULT_EVENTS_PER_SECOND));
    }
}
