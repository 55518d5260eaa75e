package io.firstlight.ingest.worker;

/** What a service does with a request. Called by several threads at once. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers a request. The same request may come again after a crash or a rebalance.
     *
     * @return the answer; nobody gets to see it if the request is fire-and-forget
     * @throws Exception if it cannot be answered; the client hears no more than that the worker failed
     */
    Answer handle(Request request) throws Exception;
}
