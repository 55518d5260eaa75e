package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** One category: its components, and the subscribers of everything in it. Owned by the hub's thread. */
final class CategoryNode {

    private final Map<Component, ComponentNode> components = new HashMap<>();
    private final Audience audience = new Audience();

    ComponentNode component(Component component) {
        ComponentNode node = components.get(component);
        if (node == null) {
            node = new ComponentNode();
            components.put(component, node);
        }
        return node;
    }

    /** Forgets the stream, and then the component, if nothing is known of it and nobody listens. */
    void prune(Component component, @Nullable String stream) {
        ComponentNode node = components.get(component);
        if (node != null) {
            if (stream != null) {
                node.prune(stream);
            }
            if (node.isVacant()) {
                components.remove(component);
            }
        }
    }

    Audience audience() {
        return audience;
    }
}
