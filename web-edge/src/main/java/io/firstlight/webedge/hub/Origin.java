package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

/**
 * Whose a value is, as a frame says it.
 *
 * @param category the kind of message
 * @param component the component instance
 * @param salindexIsText whether the producer wrote the index as text, and clients get it so
 */
public record Origin(Category category, Component component, boolean salindexIsText) {}
