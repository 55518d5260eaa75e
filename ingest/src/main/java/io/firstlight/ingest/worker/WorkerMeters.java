package io.firstlight.ingest.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a worker counts: {@code firstlight.worker.requests} by topic and outcome. Thread-safe. */
final class WorkerMeters {

    private final Map<End, Counter> ends = new EnumMap<>(End.class);

    WorkerMeters(MeterRegistry registry, String topic) {
        for (End end : End.values()) {
            ends.put(
                    end,
                    Counter.builder("firstlight.worker.requests")
                            .description("Requests that the worker is done with")
                            .tag("topic", topic)
                            .tag("outcome", end.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    /** What became of a request. */
    enum End {
        /** The handler's value was acknowledged by Kafka. */
        ANSWERED,
        /** The handler's refusal was acknowledged by Kafka. */
        REFUSED,
        /** The handler threw; the client was told so if it waited. */
        FAILED,
        /** Nobody waited; the handler has done its work. */
        HANDLED,
        /** Its deadline had passed before a thread was free; the handler did not see it. */
        EXPIRED,
        /** It was no request; it was skipped. */
        MALFORMED,
        /** Kafka did not take the answer before the deadline. */
        UNANSWERED
    }

    void ended(End end) {
        Objects.requireNonNull(ends.get(end)).increment();
    }
}
