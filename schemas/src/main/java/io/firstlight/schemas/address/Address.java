package io.firstlight.schemas.address;

import java.util.Objects;

/**
 * The exact name of a stream of values: category, component, instance, stream.
 *
 * @param category the kind of message
 * @param component the component instance that the values come from
 * @param stream the stream's name, with the same rule as the component's
 */
public record Address(Category category, Component component, String stream) {

    public Address {
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(component, "component");
        Names.check("stream", stream);
    }

    /** An address from its four parts. */
    public static Address of(Category category, String csc, int salindex, String stream) {
        return new Address(category, new Component(csc, salindex), stream);
    }

    /** The record key in the state topic: {@code category:csc:salindex:stream}. */
    public String stateKey() {
        return category.wireName() + ':' + component.key() + ':' + stream;
    }

    /**
     * Reads a {@link #stateKey}.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Address ofStateKey(String key) {
        String[] parts = key.split(":", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("state key '" + key + "' is not category:csc:salindex:stream");
        }
        Category category = Category.ofWireName(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("state key '" + key + "' has an unknown category"));
        return new Address(category, Component.parse(parts[1] + ':' + parts[2]), parts[3]);
    }

    @Override
    public String toString() {
        return stateKey();
    }
}
