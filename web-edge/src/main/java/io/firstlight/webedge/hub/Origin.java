package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

/**
 * Whose a value is, and when it was recorded, as a frame says it.
 *
 * @param category the kind of message
 * @param component the component instance
 * @param salindexIsText whether the producer wrote the index as text, and clients get it so
 * @param timestampMs the record's time stamp, unix milliseconds UTC
 */
public record Origin(Category category, Component component, boolean salindexIsText, long timestampMs) {}
