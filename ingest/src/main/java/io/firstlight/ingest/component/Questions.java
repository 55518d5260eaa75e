package io.firstlight.ingest.component;

import io.firstlight.schemas.record.InitialStateRequest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Questions on their way from the client's thread to the feed's: the same one waits once, and of too many the newest are dropped. Thread-safe. */
final class Questions {

    static final int MOST = 2_000;

    private final Set<InitialStateRequest> waiting = new LinkedHashSet<>();

    /** False if too many wait. */
    synchronized boolean add(InitialStateRequest question) {
        return waiting.contains(question) || (waiting.size() < MOST && waiting.add(question));
    }

    /** Takes all that wait, in their order. */
    synchronized List<InitialStateRequest> take() {
        List<InitialStateRequest> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
