package io.firstlight.bench.session;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Clients that each listen to all telemetry and all events of a load, and one among them that can stop to read. Owned by the thread that
 * calls it, but for the times of the others.
 */
final class SlowClient implements SocketEvents, AutoCloseable {

    private static final long POLL_MS = 20;

    private final Streams telemetry;
    private final Streams events;
    private final SocketPool pool;
    private final Tally others = new Tally();
    private final Tally slow = new Tally();
    private final List<Pair> pairs = new ArrayList<>();
    private final Latencies othersLatencies = new Latencies();
    private final List<ClientSocket> open = new ArrayList<>();
    private long slowAgeNanos = Long.MAX_VALUE;

    private record Pair(Session telemetry, Session events) {
        boolean isRunning() {
            return telemetry.isRunning() && telemetry.hasPosition() && events.isRunning() && events.hasPosition();
        }
    }

    /** Clients that connect when read; the first of them is the slow one. */
    SlowClient(URI uri, Streams telemetry, Streams events, int count) throws IOException {
        this.telemetry = telemetry;
        this.events = events;
        this.pool = new SocketPool(uri, count, this);
        for (int i = 0; i < count; i++) {
            Tally tally = i == 0 ? slow : others;
            pairs.add(new Pair(
                    new Session(Group.ofInstance(telemetry, 0), tally),
                    new Session(Group.ofInstance(events, 0), tally)));
        }
    }

    /** Reads until then, or until it is done; false if it was not. */
    boolean read(BooleanSupplier done, long deadlineNanos, StopFlag stop) throws IOException {
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0 || stop.isSet()) {
                return false;
            }
            pool.poll(POLL_MS);
        }
        return true;
    }

    /** Whether all are subscribed and have their snapshots. */
    boolean isRunning() {
        return pairs.stream().allMatch(Pair::isRunning);
    }

    /** The slow one reads, or stops to. */
    void slowReads(boolean now) {
        slowAgeNanos = Long.MAX_VALUE;
        open.stream().filter(socket -> socket.index() == 0).forEach(socket -> socket.reading(now));
    }

    /** Whether the last record that the slow one has read, since it reads again, was due so little before. */
    boolean isSlowAbreast(long withinNanos) {
        return slowAgeNanos < withinNanos;
    }

    /** How many of those that were sent have not come to the slow one. */
    long slowMissing(long[] telemetrySent, long[] eventsSent) {
        return missing(pairs.getFirst(), telemetrySent, eventsSent);
    }

    /** How many of those that were sent have not come to all others together. */
    long othersMissing(long[] telemetrySent, long[] eventsSent) {
        return pairs.stream()
                .skip(1)
                .mapToLong(pair -> missing(pair, telemetrySent, eventsSent))
                .sum();
    }

    private static long missing(Pair pair, long[] telemetrySent, long[] eventsSent) {
        return pair.telemetry().outstanding(telemetrySent) + pair.events().outstanding(eventsSent);
    }

    /** Adds what all have seen to the tallies. */
    void settle() {
        for (Pair pair : pairs) {
            pair.telemetry().forget();
            pair.events().forget();
        }
    }

    Tally others() {
        return others;
    }

    Tally slow() {
        return slow;
    }

    /** From when a record was due to when one of the others read it. */
    Latencies othersLatencies() {
        return othersLatencies;
    }

    @Override
    public void opened(ClientSocket socket) {
        open.add(socket);
        Pair pair = pairs.get(socket.index());
        try {
            socket.send(List.of(pair.telemetry().subscription(), pair.events().subscription()));
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        Pair pair = pairs.get(socket.index());
        Session session = isTelemetry(bytes, from, to) ? pair.telemetry() : pair.events();
        Stamp stamp = session.frame(bytes, from, to);
        if (stamp == null) {
            return;
        }
        if (socket.index() == 0) {
            slowAgeNanos = readNanos - stamp.dueNanos();
        } else {
            othersLatencies.add(readNanos - stamp.dueNanos());
        }
    }

    /** Of a data frame the beginning says it; words name the group. */
    private static boolean isTelemetry(byte[] bytes, int from, int to) {
        String start = new String(bytes, from, Math.min(90, to - from), StandardCharsets.UTF_8);
        return start.startsWith("{\"category\": \"telemetry\"") || start.contains("telemetry-" + Streams.CSC);
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        (socket.index() == 0 ? slow : others).failure("connection " + socket.index() + " ended: " + reason);
    }

    /** The streams of telemetry. */
    Streams telemetry() {
        return telemetry;
    }

    /** The streams of events. */
    Streams events() {
        return events;
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
