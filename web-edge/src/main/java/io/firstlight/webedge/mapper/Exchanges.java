package io.firstlight.webedge.mapper;

import io.firstlight.schemas.exchange.ErrorAnswer;
import io.firstlight.webedge.mapper.MapperMeters.End;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Who waits for what. The core of the mapper: it has no thread, knows no Kafka and no HTTP. Thread-safe; guarded by its own lock, which is
 * held for some look-ups only.
 *
 * <p>An exchange has a place from {@link #open} until {@link #leave}, so also while its answer is being written: an answer that a slow client
 * takes its time for is held in memory. It is waited for from {@link #open} until one of these ends it, and the others then find nothing: an
 * answer, its deadline, a failure, its client's leaving, {@link #close}.
 *
 * <p>Correlation ids begin with the edge's id, so that an answer nobody waits for can be told from one that belongs to another edge.
 */
final class Exchanges {

    private static final String STOPPING = "This edge is stopping";

    private final String edgeId;
    private final Timer timer;
    private final Executor answering;
    private final MapperMeters meters;

    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<Endpoint, Integer> places = new HashMap<>();
    private final Map<String, Exchange> holders = new HashMap<>();
    private boolean closed;

    /** An exchange that has not ended. */
    private record Waiting(Exchange exchange, Runnable cancelDeadline) {}

    /** What came of asking for a place. */
    sealed interface Opening {
        /** The request may be sent. */
        record Opened(Exchange exchange) implements Opening {}

        /** It may not; the client gets that. */
        record Refused(MapperAnswer answer) implements Opening {}
    }

    /**
     * Nobody waits yet.
     *
     * @param edgeId no other edge has it
     * @param answering runs each completion of an answer; it may take as long as the client takes to read
     */
    Exchanges(String edgeId, Collection<Endpoint> endpoints, Timer timer, Executor answering, MeterRegistry registry) {
        this.edgeId = edgeId;
        this.timer = timer;
        this.answering = answering;
        endpoints.forEach(endpoint -> places.put(endpoint, 0));
        this.meters = new MapperMeters(registry, endpoints, this::inFlight);
    }

    /** Takes a place and begins to wait. */
    Opening open(Endpoint endpoint) {
        Exchange exchange = new Exchange(endpoint, edgeId + '-' + UUID.randomUUID(), this);
        synchronized (this) {
            int taken = inFlight(endpoint);
            if (closed || taken >= endpoint.maxInFlight()) {
                meters.ended(endpoint, closed ? End.STOPPED : End.BUSY);
                return new Opening.Refused(MapperAnswer.error(
                        503, closed ? STOPPING : taken + " requests are under way, as many as may be; try again"));
            }
            places.put(endpoint, taken + 1);
            holders.put(exchange.correlationId(), exchange);
            waiting.put(
                    exchange.correlationId(),
                    new Waiting(exchange, timer.after(endpoint.timeout().toMillis(), () -> expire(exchange))));
        }
        return new Opening.Opened(exchange);
    }

    private void expire(Exchange exchange) {
        long ms = exchange.endpoint().timeout().toMillis();
        switch (exchange.endpoint().mode()) {
            case REQUEST_RESPONSE ->
                end(exchange, End.TIMED_OUT, MapperAnswer.error(504, "No worker answered within " + ms + " ms"));
            case FIRE_AND_FORGET -> notLogged(exchange, true);
        }
    }

    /**
     * An answer has come.
     *
     * @param value what the worker wrote; null for a tombstone
     */
    void answer(String correlationId, byte @Nullable [] value) {
        Exchange exchange = end(correlationId);
        if (exchange != null) {
            complete(exchange, () -> judged(exchange, value));
        } else if (correlationId.startsWith(edgeId)) {
            meters.late();
        }
    }

    private MapperAnswer judged(Exchange exchange, byte @Nullable [] value) {
        OptionalInt status = value == null ? OptionalInt.empty() : ErrorAnswer.statusOf(value);
        if (value == null || status.isEmpty()) {
            meters.ended(exchange.endpoint(), End.BAD_ANSWER);
            return MapperAnswer.error(502, "The worker's answer is no JSON");
        }
        meters.ended(exchange.endpoint(), status.getAsInt() == 200 ? End.ANSWERED : End.WORKER_ERROR);
        return new MapperAnswer(status.getAsInt(), value);
    }

    /** Kafka has a request that nobody answers. */
    void stored(Exchange exchange, byte[] answer) {
        end(exchange, End.STORED, new MapperAnswer(200, answer));
    }

    /** The log did not take the request; it may be in nevertheless. */
    void notLogged(Exchange exchange, boolean mayBeIn) {
        end(
                exchange,
                End.NOT_LOGGED,
                MapperAnswer.error(
                        503,
                        mayBeIn
                                ? "The log did not take the request in time; it may or may not be stored"
                                : "The log does not take the request; it is not stored"));
    }

    /** The request is larger than the log takes. */
    void tooLarge(Exchange exchange) {
        end(exchange, End.REFUSED, MapperAnswer.error(413, "Request Entity Too Large"));
    }

    /** A request that was not let in has ended. */
    void refused(Endpoint endpoint, End end) {
        meters.ended(endpoint, end);
    }

    void leave(Exchange exchange) {
        synchronized (this) {
            if (holders.remove(exchange.correlationId()) == null) {
                return;
            }
            places.merge(exchange.endpoint(), -1, Integer::sum);
            notifyAll();
        }
        end(exchange, End.GONE, MapperAnswer.error(503, "The client went away"));
    }

    /** Requests of an endpoint that have a place. */
    synchronized int inFlight(Endpoint endpoint) {
        return Objects.requireNonNull(places.get(endpoint));
    }

    private void end(Exchange exchange, End end, MapperAnswer answer) {
        if (end(exchange.correlationId()) != null) {
            complete(exchange, () -> {
                meters.ended(exchange.endpoint(), end);
                return answer;
            });
        }
    }

    /** Ends the wait; null if it has ended already. */
    private synchronized @Nullable Exchange end(String correlationId) {
        Waiting ended = waiting.remove(correlationId);
        if (ended == null) {
            return null;
        }
        ended.cancelDeadline().run();
        return ended.exchange();
    }

    private void complete(Exchange exchange, Supplier<MapperAnswer> answer) {
        answering.execute(() -> exchange.answer().complete(answer.get()));
    }

    /** Lets nobody in any more, and answers all who wait with 503. Idempotent. */
    void close() {
        List<Waiting> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(waiting.values());
        }
        for (Waiting each : all) {
            end(each.exchange(), End.STOPPED, MapperAnswer.error(503, STOPPING));
        }
    }

    /** Returns when all answers are written, or after that time. */
    synchronized void awaitLeft(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holders.isEmpty()) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return;
            }
            wait(leftMs);
        }
    }
}
