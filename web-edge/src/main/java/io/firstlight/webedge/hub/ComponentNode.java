package io.firstlight.webedge.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One component instance within a category: its streams, the subscribers of all of them, and the selections that can include some. Owned
 * by the hub's thread.
 */
final class ComponentNode {

    private final Map<String, StreamNode> streams = new HashMap<>(4);
    private final Audience audience = new Audience();
    private final StreamSets streamSets = new StreamSets();
    private final List<SelectionAudience> selections = new ArrayList<>(0);

    StreamNode stream(String name) {
        StreamNode node = streams.get(name);
        if (node == null) {
            node = new StreamNode();
            streams.put(name, node);
        }
        return node;
    }

    void prune(String name) {
        StreamNode node = streams.get(name);
        if (node != null && node.latest() == null && !node.hasSubscribers()) {
            streams.remove(name);
        }
    }

    boolean isVacant() {
        return streams.isEmpty() && audience.isEmpty();
    }

    Map<String, StreamNode> streams() {
        return streams;
    }

    /** Which streams come together. */
    StreamSets streamSets() {
        return streamSets;
    }

    Audience audience() {
        return audience;
    }

    List<SelectionAudience> selections() {
        return selections;
    }
}
