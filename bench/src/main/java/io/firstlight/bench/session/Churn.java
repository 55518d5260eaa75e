package io.firstlight.bench.session;

import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Clients that come and go at random: each subscribes to something, stays a while, vanishes without a word, and comes back after a while -
 * with its position, or as somebody new. Owned by the thread that calls {@link #run} and {@link #settle}.
 */
final class Churn implements SocketEvents, AutoCloseable {

    private static final long POLL_MS = 10;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Of ten that come back with a position, so many use it. */
    private static final int RESUME_IN_TEN = 6;

    private final URI uri;
    private final Streams streams;
    private final Random random;
    private final long longestStayNanos;
    private final Tally tally = new Tally();
    private final SocketPool pool;
    private final List<Client> clients = new ArrayList<>();
    private final Map<Integer, Client> byConnection = new HashMap<>();
    private final PriorityQueue<Client> due = new PriorityQueue<>(Comparator.comparingLong(client -> client.dueNanos));
    private boolean settling;

    private static final class Client {
        private Session session;
        private @Nullable ClientSocket socket;
        private boolean connecting;
        private long dueNanos;

        private Client(Session session, long dueNanos) {
            this.session = session;
            this.dueNanos = dueNanos;
        }
    }

    /**
     * Clients of which none is there yet.
     *
     * @param longestStayNanos the longest that one stays; absences are half as long
     */
    Churn(URI uri, Streams streams, int count, long longestStayNanos, Random random) throws IOException {
        this.uri = uri;
        this.streams = streams;
        this.random = random;
        this.longestStayNanos = longestStayNanos;
        this.pool = new SocketPool(this);
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Client client = new Client(newSession(), now + random.nextLong(longestStayNanos / 2));
            clients.add(client);
            due.add(client);
        }
    }

    private Session newSession() {
        int key = random.nextInt(streams.count());
        Group group = switch (random.nextInt(4)) {
            case 0 -> Group.ofStream(streams, key);
            case 1 -> Group.ofInstance(streams, streams.salindex(key));
            case 2 -> Group.ofLoad(streams);
            default -> Group.ofCategory(streams);
        };
        return new Session(group, tally);
    }

    /** Has them come and go until then. */
    void run(long endNanos, StopFlag stop) throws IOException {
        while (System.nanoTime() - endNanos < 0 && !stop.isSet()) {
            act();
            pool.poll(POLL_MS);
        }
    }

    /** Has all be there, with their positions, until they have everything that was sent or it takes too long; returns what lacks. */
    long settle(long[] sent, long deadlineNanos, StopFlag stop) throws IOException {
        settling = true;
        due.forEach(client -> client.dueNanos = System.nanoTime());
        long missing = missing(sent);
        while (missing > 0 && System.nanoTime() - deadlineNanos < 0 && !stop.isSet()) {
            act();
            pool.poll(POLL_MS);
            missing = missing(sent);
        }
        clients.forEach(client -> client.session.forget());
        return missing;
    }

    private long missing(long[] sent) {
        return clients.stream()
                .mapToLong(client -> client.session.outstanding(sent))
                .sum();
    }

    private void act() throws IOException {
        long now = System.nanoTime();
        for (Client next = due.peek(); next != null && next.dueNanos - now <= 0; next = due.peek()) {
            due.remove();
            if (next.socket != null) {
                leave(next, next.socket);
            } else if (!next.connecting) {
                join(next);
            }
        }
    }

    private void join(Client client) {
        if (!settling && (!client.session.hasPosition() || random.nextInt(10) >= RESUME_IN_TEN)) {
            client.session.forget();
            client.session = newSession();
        }
        client.connecting = true;
        byConnection.put(pool.open(uri), client);
    }

    private void leave(Client client, ClientSocket socket) throws IOException {
        if (settling) {
            return;
        }
        pool.close(socket);
        byConnection.remove(socket.index());
        client.socket = null;
        schedule(client, random.nextLong(longestStayNanos / 2));
    }

    private void schedule(Client client, long inNanos) {
        client.dueNanos = System.nanoTime() + inNanos;
        due.add(client);
    }

    @Override
    public void opened(ClientSocket socket) {
        Client client = client(socket);
        client.connecting = false;
        client.socket = socket;
        try {
            socket.send(List.of(client.session.subscription()));
            schedule(client, random.nextLong(longestStayNanos));
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        var unused = client(socket).session.frame(bytes, from, to);
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        Client client = client(socket);
        byConnection.remove(socket.index());
        due.remove(client);
        client.connecting = false;
        client.socket = null;
        tally.failure("a connection ended: " + reason);
        schedule(client, AGAIN_NANOS);
    }

    private Client client(ClientSocket socket) {
        Client client = byConnection.get(socket.index());
        if (client == null) {
            throw new IllegalStateException("nobody has connection " + socket.index());
        }
        return client;
    }

    /** Writes down what happened; to be called when all have settled. */
    Report report(Report report, long missing) {
        return tally.report(report, missing);
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
