package io.firstlight.webedge.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the edge counts of commands. Thread-safe. */
final class CommandMeters {

    private final Map<End, Counter> ends = new EnumMap<>(End.class);
    private final Counter acksLost;

    CommandMeters(MeterRegistry registry) {
        for (End end : End.values()) {
            ends.put(
                    end,
                    registry.counter(
                            "firstlight.edge.commands", "outcome", end.name().toLowerCase(Locale.ROOT)));
        }
        this.acksLost = registry.counter("firstlight.edge.commands.acks.lost");
    }

    /** How a request for a command ended. */
    enum End {
        /** The commander says that it is done. */
        DONE,
        /** The commander says that it is not. */
        FAILED,
        /** There is no commander, or none that can be reached, or it broke off. */
        UNREACHABLE,
        /** The commander did not answer in time. */
        TIMED_OUT,
        /** The log did not take the command; it was not sent. */
        NOT_LOGGED,
        /** The answer to an earlier request with the same idempotency key was given. */
        REPLAYED,
        /** An idempotency key could not be used: of another command, under way for too long, or its outcome is unknown. */
        CONFLICT,
        /** Too many were under way, or the edge stops. */
        BUSY
    }

    void ended(End end) {
        Counter counter = ends.get(end);
        if (counter != null) {
            counter.increment();
        }
    }

    void ackLost() {
        acksLost.increment();
    }
}
