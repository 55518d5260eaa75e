package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.Interest;
import io.firstlight.schemas.address.Category;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/**
 * Which topics a producer passes on, and how: LOVE's lists {@code --periodic-data} and {@code --asynchronous-data}. Names have prefixes,
 * {@code tel_position}, {@code evt_summaryState}. Without lists all telemetry is periodic and all events are asynchronous; with at least
 * one, only what they name is passed on. What both name is periodic. Immutable.
 *
 * @param periodic topics whose latest sample is sent at {@link TelemetryRate}, as an object; null if not given
 * @param asynchronous topics of which every sample is sent as it comes, as a list, and kept for whoever asks; null if not given
 */
public record TopicChoice(
        @Nullable Set<String> periodic, @Nullable Set<String> asynchronous) {

    /** What to do with a topic's samples. */
    public enum Treatment {
        LEFT_OUT,
        PERIODIC,
        ASYNCHRONOUS
    }

    public TopicChoice {
        periodic = checked(periodic);
        asynchronous = checked(asynchronous);
    }

    private static @Nullable Set<String> checked(@Nullable Set<String> names) {
        if (names == null) {
            return null;
        }
        for (String name : names) {
            if (!(name.startsWith("tel_") || name.startsWith("evt_")) || name.length() == 4) {
                throw new IllegalArgumentException("topic '" + name + "' is neither tel_<name> nor evt_<name>");
            }
        }
        return Set.copyOf(names);
    }

    /** All topics, telemetry periodically and events as they come. */
    public static TopicChoice all() {
        return new TopicChoice(null, null);
    }

    /** What is to be done with that topic. */
    public Treatment of(Category category, String stream) {
        if (periodic == null && asynchronous == null) {
            return category == Category.TELEMETRY ? Treatment.PERIODIC : Treatment.ASYNCHRONOUS;
        }
        String name = Interest.name(category, stream);
        if (periodic != null && periodic.contains(name)) {
            return Treatment.PERIODIC;
        }
        return asynchronous != null && asynchronous.contains(name) ? Treatment.ASYNCHRONOUS : Treatment.LEFT_OUT;
    }

    /** The topics that are needed; null for all. */
    public @Nullable Set<String> names() {
        if (periodic == null && asynchronous == null) {
            return null;
        }
        Set<String> names = new HashSet<>(periodic == null ? Set.of() : periodic);
        names.addAll(asynchronous == null ? Set.of() : asynchronous);
        return names;
    }
}
