package io.firstlight.bench.live;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The clients of all feeds, read by the one thread that calls {@link #read}. Owned by it, but for the latencies. */
final class Listeners implements SocketEvents, AutoCloseable {

    private static final long POLL_MS = 10;

    private final SocketPool pool;
    private final Map<Integer, Listener> bySocket = new HashMap<>();

    /** One client: what it got, and whether it has joined. */
    private static final class Listener {
        private final Group group;
        private final Numbers came = new Numbers();
        private boolean joined;

        Listener(Group group) {
            this.group = group;
        }
    }

    /** The clients of one feed. */
    static final class Group {
        private final LiveFeed feed;
        private final Poster.Keys keys;
        private final Places places;
        private final List<Listener> listeners = new ArrayList<>();
        private final Latencies latencies = new Latencies();
        private @Nullable String failure;
        private long strange;

        private Group(LiveFeed feed, Poster.Keys keys, Places places) {
            this.feed = feed;
            this.keys = keys;
            this.places = places;
        }

        boolean haveAllJoined() {
            return listeners.stream().allMatch(listener -> listener.joined);
        }

        /** Whether each has got at least so many. */
        boolean haveAll(int count) {
            return listeners.stream().allMatch(listener -> listener.came.size() >= count);
        }

        int clients() {
            return listeners.size();
        }

        long deliveries() {
            return listeners.stream()
                    .mapToLong(listener -> listener.came.size())
                    .sum();
        }

        /** What is wrong at all of them together. */
        LogOrder.Account account() {
            return listeners.stream()
                    .map(listener -> LogOrder.check(places, listener.came))
                    .reduce(new LogOrder.Account(0, 0, 0), LogOrder.Account::plus);
        }

        /** How many of them have something wrong. */
        long wronged() {
            return listeners.stream()
                    .filter(listener -> !LogOrder.check(places, listener.came).isRight())
                    .count();
        }

        /** From when a post was due to when a client read it. */
        Latencies latencies() {
            return latencies;
        }

        /** The first connection that ended; null if none did. */
        @Nullable
        String failure() {
            return failure;
        }

        /** Frames with a stamp of this run and a number that was never posted. */
        long strange() {
            return strange;
        }
    }

    /** None yet. */
    Listeners() throws IOException {
        this.pool = new SocketPool(this);
    }

    /** Has so many clients of a feed connect when read. */
    Group add(URI origin, LiveFeed feed, Poster.Keys keys, int clients, Places places) {
        Group group = new Group(feed, keys, places);
        URI socket = URI.create("ws://" + origin.getRawAuthority() + feed.socketPath());
        for (int i = 0; i < clients; i++) {
            Listener listener = new Listener(group);
            group.listeners.add(listener);
            bySocket.put(pool.open(socket, feed.headers()), listener);
        }
        return group;
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

    private Listener of(ClientSocket socket) {
        Listener listener = bySocket.get(socket.index());
        if (listener == null) {
            throw new IllegalStateException("no client has socket " + socket.index());
        }
        return listener;
    }

    @Override
    public void opened(ClientSocket socket) {
        List<byte[]> joining = of(socket).group.feed.joining();
        if (joining.isEmpty()) {
            return;
        }
        try {
            socket.send(joining);
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        Listener listener = of(socket);
        Group group = listener.group;
        Stamp stamp = group.feed.stamp(bytes, from, to);
        if (stamp == null || !group.keys.has(stamp)) {
            return;
        }
        listener.joined = true;
        if (Poster.Keys.isMark(stamp)) {
            return;
        }
        if (!group.places.has(stamp.sequence())) {
            group.strange++;
            return;
        }
        listener.came.add((int) stamp.sequence());
        group.latencies.add(readNanos - stamp.dueNanos());
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        Group group = of(socket).group;
        if (group.failure == null) {
            group.failure = "connection " + socket.index() + " ended: " + reason;
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
