package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.util.Objects;

/**
 * What a component said at one moment in one of its topics. Immutable.
 *
 * @param category {@link Category#TELEMETRY} or {@link Category#EVENT}
 * @param component who said it
 * @param stream the topic's name, without prefix: {@code position}, {@code summaryState}
 * @param sentTai when, in TAI unix seconds; NaN if not told
 * @param past whether it was said before the feed began to listen
 * @param fields what was said
 */
public record Sample(
        Category category, Component component, String stream, double sentTai, boolean past, Fields fields) {

    public Sample {
        if (category != Category.TELEMETRY && category != Category.EVENT) {
            throw new IllegalArgumentException(category + " is no category of samples");
        }
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(fields, "fields");
    }
}
