package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Category;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Which samples somebody wants of a feed. Immutable.
 *
 * @param csc the component's name; null for all
 * @param salindex its instance; null for all
 * @param topics names with LOVE's prefixes, {@code tel_position}, {@code evt_summaryState}; null for all
 * @param past which past samples of events come first; telemetry has no past
 */
public record Interest(
        @Nullable String csc,
        @Nullable Integer salindex,
        @Nullable Set<String> topics,
        Past past) {

    /** Which past samples are wanted. */
    public enum Past {
        /** Of each instance and topic the last one. */
        LAST,
        /** All that the feed still has, in order. */
        ALL
    }

    public Interest {
        topics = topics == null ? null : Set.copyOf(topics);
    }

    /** Everything, and of the past the last. */
    public static Interest inEverything() {
        return new Interest(null, null, null, Past.LAST);
    }

    /** Whether it wants that topic of some instance of that component. */
    public boolean wants(String component, Category category, String stream) {
        return (csc == null || csc.equals(component)) && (topics == null || topics.contains(name(category, stream)));
    }

    /** Whether it wants that instance. */
    public boolean wants(int instance) {
        return salindex == null || salindex == instance;
    }

    /** A topic's name with LOVE's prefix. */
    public static String name(Category category, String stream) {
        return (category == Category.TELEMETRY ? "tel_" : "evt_") + stream;
    }
}
