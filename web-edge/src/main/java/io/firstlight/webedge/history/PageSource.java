package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;

/** Gives the log in pages. Thread-safe; never blocks. */
public interface PageSource {

    /**
     * The page that covers the offset, or what else is there.
     *
     * @param wake run once, by any thread, when it is worth asking again; only after an answer {@link PageAnswer.Loading}
     */
    PageAnswer page(Topic topic, int partition, long offset, Runnable wake);
}
