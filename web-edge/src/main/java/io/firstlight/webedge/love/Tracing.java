package io.firstlight.webedge.love;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.time.ObservatoryTime;

import java.time.Instant;
import java.time.InstantSource;

/**
 * LOVE's {@code tracing} key: when a message passed where. The producer's stamp is its own (UTC by convention), the manager's are TAI, both
 * unix seconds. Thread-safe.
 *
 * <p>A frame is encoded once for all who get it, so the two last stamps are the moment of encoding. The first two are the record's own time
 * stamp: when the intake handed it to the log.
 */
sealed interface Tracing {

    /** Frames say nothing of it. */
    Tracing NONE = new None();

    /** Appends the key to a data frame, before its last brace. */
    void append(JsonOutput out, Origin origin);

    /** Appends it to a request for initial state, which the manager makes itself. */
    void appendToRequest(JsonOutput out);

    /** Nothing. */
    record None() implements Tracing {
        @Override
        public void append(JsonOutput out, Origin origin) {
            // Off is the common case: not even an empty key.
        }

        @Override
        public void appendToRequest(JsonOutput out) {
            // As above.
        }
    }

    /** The stamps. */
    record Stamps(InstantSource clock) implements Tracing {
        @Override
        public void append(JsonOutput out, Origin origin) {
            out.literal(", \"tracing\": {\"producer_snd\": ");
            String producerSnd = origin.producerSnd();
            out.literal(producerSnd == null ? "null" : producerSnd);
            double received = ObservatoryTime.taiSeconds(Instant.ofEpochMilli(origin.timestampMs()));
            out.literal(", \"manager_rcv_from_producer\": ").decimal(received);
            out.literal(", \"manager_snd_to_group\": ").decimal(received).literal(", ");
            sent(out).literal("}");
        }

        @Override
        public void appendToRequest(JsonOutput out) {
            sent(out.literal(", \"tracing\": {")).literal("}");
        }

        private JsonOutput sent(JsonOutput out) {
            double now = ObservatoryTime.taiSeconds(clock.instant());
            return out.literal("\"manager_rcv_from_group\": ")
                    .decimal(now)
                    .literal(", \"manager_snd_to_client\": ")
                    .decimal(now);
        }
    }
}
