package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** One category: its components, and the subscribers of everything in it and of selections. Owned by the hub's thread. */
final class CategoryNode {

    private final Category category;
    private final Map<Component, ComponentNode> components = new HashMap<>();
    private final Map<Target.OfSelection, SelectionAudience> selections = new HashMap<>();
    private final Audience audience = new Audience();

    CategoryNode(Category category) {
        this.category = category;
    }

    ComponentNode component(Component component) {
        ComponentNode node = components.get(component);
        if (node == null) {
            node = new ComponentNode();
            components.put(component, node);
            for (SelectionAudience selection : selections.values()) {
                if (selection.selection().mayInclude(category, component)) {
                    node.selections().add(selection);
                }
            }
        }
        return node;
    }

    /** The component, null if nothing is known of it. */
    @Nullable
    ComponentNode find(Component component) {
        return components.get(component);
    }

    /** Those who listen to the selection; a new selection is made known to every component that it can include. */
    Audience selection(Target.OfSelection selection) {
        SelectionAudience known = selections.get(selection);
        if (known == null) {
            SelectionAudience joined = new SelectionAudience(selection, new Audience());
            selections.put(selection, joined);
            components.forEach((component, node) -> {
                if (selection.mayInclude(category, component)) {
                    node.selections().add(joined);
                }
            });
            known = joined;
        }
        return known.audience();
    }

    /** Forgets the selection if nobody listens to it any more. */
    void prune(Target.OfSelection selection) {
        SelectionAudience known = selections.get(selection);
        if (known != null && known.audience().isEmpty()) {
            selections.remove(selection);
            components.values().forEach(node -> node.selections().remove(known));
        }
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

    Category category() {
        return category;
    }

    Map<Component, ComponentNode> components() {
        return components;
    }

    Audience audience() {
        return audience;
    }
}
