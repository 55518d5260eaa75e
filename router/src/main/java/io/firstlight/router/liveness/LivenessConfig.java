package io.firstlight.router.liveness;

import java.time.Duration;
import java.time.format.DateTimeParseException;
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
        requireWithin(MISSED_GAPS_KEY, missedGaps, 2, 100);
        requireWithin(LEAST_KEY, least, Duration.ofSeconds(1), Duration.ofHours(1));
        requireWithin(FORGET_KEY, forget, Duration.ofHours(1), Duration.ofDays(3650));
        requireWithin(EVENTS_PER_SECOND_KEY, eventsPerSecond, 1, 10_000);
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
                enabled(configuration),
                number(configuration, MISSED_GAPS_KEY, DEFAULT_MISSED_GAPS),
                duration(configuration, LEAST_KEY, DEFAULT_LEAST),
                duration(configuration, FORGET_KEY, DEFAULT_FORGET),
                number(configuration, EVENTS_PER_SECOND_KEY, DEFAULT_EVENTS_PER_SECOND));
    }

    private static boolean enabled(Map<String, String> configuration) {
        String text = configuration.getOrDefault(ENABLED_KEY, "true").trim();
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(ENABLED_KEY + "=" + text + " must be true or false");
        };
    }

    private static int number(Map<String, String> configuration, String key, int absent) {
        String text = configuration.get(key);
        try {
            return text == null ? absent : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + " must be a whole number", e);
        }
    }

    private static Duration duration(Map<String, String> configuration, String key, Duration absent) {
        String text = configuration.get(key);
        try {
            return text == null ? absent : Duration.parse(text.trim());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(key + "=" + text + " must be an ISO 8601 duration such as PT3S", e);
        }
    }

    private static <T extends Comparable<T>> void requireWithin(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + "=" + value + " must be from " + least + " to " + most);
        }
    }
}
