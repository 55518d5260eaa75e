package io.firstlight.standalone.tap;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import org.jspecify.annotations.Nullable;

/**
 * Which components' records to print, decided by the record's key: {@code csc:salindex} in the category topics, {@code
 * category:csc:salindex:stream} in the state topic.
 *
 * @param csc the component's name
 * @param salindex its instance; null for every instance
 */
record ComponentFilter(String csc, @Nullable Integer salindex) {

    /**
     * Reads {@code Name} (all instances) or {@code Name:3}.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    static ComponentFilter parse(String text) {
        if (text.contains(":")) {
            Component component = Component.parse(text);
            return new ComponentFilter(component.csc(), component.salindex());
        }
        if (!Names.isLegal(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a component's name (letters, digits, '_', '-', '.')");
        }
        return new ComponentFilter(text, null);
    }

    boolean matches(@Nullable String key) {
        if (key == null) {
            return false;
        }
        String[] parts = key.split(":", -1);
        return switch (parts.length) {
            case 2 -> matches(parts[0], parts[1]);
            case 4 -> matches(parts[1], parts[2]);
            default -> false;
        };
    }

    private boolean matches(String name, String index) {
        return csc.equals(name) && (salindex == null || index.equals(salindex.toString()));
    }
}
