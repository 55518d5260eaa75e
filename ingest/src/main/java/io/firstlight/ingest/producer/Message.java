package io.firstlight.ingest.producer;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;

import java.util.Objects;

/**
 * One component's message: what it has to say at one moment, in one or more streams. Made by {@link MessageBuilder}.
 *
 * <p>Immutable as long as nobody writes into the bytes, which are shared, not copied.
 *
 * @param category the kind of message
 * @param component whose it is
 * @param data the object from stream to payload, strict JSON in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record Message(Category category, Component component, byte[] data) {

    public Message {
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(data, "data");
    }

    /** Begins a telemetry message: the payload of each stream is an object of fields. */
    public static MessageBuilder telemetry(Component component) {
        return new MessageBuilder(Category.TELEMETRY, component);
    }

    /** Begins an event message: the payload of each stream is a list with one object of fields, as LOVE has it. */
    public static MessageBuilder event(Component component) {
        return new MessageBuilder(Category.EVENT, component);
    }

    /** Begins a message of any category. */
    public static MessageBuilder of(Category category, Component component) {
        return new MessageBuilder(category, component);
    }
}
