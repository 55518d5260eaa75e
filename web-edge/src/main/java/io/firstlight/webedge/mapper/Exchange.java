package io.firstlight.webedge.mapper;

import java.util.concurrent.CompletableFuture;

/** One request on its way. Made by {@link MapperService#submit}; ends once, whoever ends it. Thread-safe. */
public final class Exchange {

    private final Endpoint endpoint;
    private final String correlationId;
    private final CompletableFuture<MapperAnswer> answer = new CompletableFuture<>();
    private final Exchanges exchanges;

    Exchange(Endpoint endpoint, String correlationId, Exchanges exchanges) {
        this.endpoint = endpoint;
        this.correlationId = correlationId;
        this.exchanges = exchanges;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String correlationId() {
        return correlationId;
    }

    /** What the client gets, at the deadline at the latest; never fails. Completes on a thread of its own, which may be kept for writing it. */
    public CompletableFuture<MapperAnswer> answer() {
        return answer;
    }

    /** The response is written or never will be: gives the place back. To be called for each exchange; more than once does no harm. */
    public void leave() {
        exchanges.leave(this);
    }
}
