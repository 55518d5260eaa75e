package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

/** What one can subscribe to. */
public sealed interface Target {

    /** One stream. */
    record OfStream(Address address) implements Target {}

    /** Every stream of a component instance, a frame per record. */
    record OfComponent(Category category, Component component) implements Target {}

    /** Every record of a category. */
    record OfCategory(Category category) implements Target {}

    /** Every record of the message topic. */
    record OfMessages() implements Target {}

    /** A name that is legal but that nothing will ever be sent to, such as a wildcard where the protocol knows none. */
    record OfNothing(String name) implements Target {}
}
