package io.firstlight.webedge.mapper;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** What the edge counts of mapped requests. Thread-safe. */
final class MapperMeters {

    private final Map<Endpoint, Map<End, Counter>> ends = new HashMap<>();
    private final Counter late;

    MapperMeters(MeterRegistry registry, Collection<Endpoint> endpoints, ToIntFunction<Endpoint> inFlight) {
        for (Endpoint endpoint : endpoints) {
            Map<End, Counter> its = new EnumMap<>(End.class);
            for (End end : End.values()) {
                its.put(
                        end,
                        Counter.builder("firstlight.edge.mapper.requests")
                                .description("Requests to endpoints of the REST mapper that have ended")
                                .tag("endpoint", endpoint.name())
                                .tag("outcome", end.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            ends.put(endpoint, its);
            io.micrometer.core.instrument.Gauge.builder(
                            "firstlight.edge.mapper.in.flight", endpoint, inFlight::applyAsInt)
                    .description("Requests that have a place: not answered, or the answer not yet taken by the client")
                    .tag("endpoint", endpoint.name())
                    .strongReference(true)
                    .register(registry);
        }
        this.late = Counter.builder("firstlight.edge.mapper.answers.late")
                .description("Answers to requests of this edge for which nobody waits: late, or given twice")
                .register(registry);
    }

    /** How a request ended. */
    enum End {
        /** A worker's value went to the client. */
        ANSWERED,
        /** A worker's error went to the client. */
        WORKER_ERROR,
        /** What a worker answered is no JSON. */
        BAD_ANSWER,
        /** Fire-and-forget: Kafka has it. */
        STORED,
        /** Body or query were not what the endpoint takes. */
        REFUSED,
        /** No worker answered in time. */
        TIMED_OUT,
        /** As many were under way as may be. */
        BUSY,
        /** The log did not take it. */
        NOT_LOGGED,
        /** The edge does not read replies yet, or not at the moment. */
        NOT_READY,
        /** The client went away first. */
        GONE,
        /** The edge stopped. */
        STOPPED
    }

    void ended(Endpoint endpoint, End end) {
        Objects.requireNonNull(Objects.requireNonNull(ends.get(endpoint)).get(end))
                .increment();
    }

    void late() {
        late.increment();
    }
}
