package io.firstlight.bench.session;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Clients of one edge that go over to another with their positions when their connections end. Owned by the thread that calls it.
 */
final class Failover implements SocketEvents, AutoCloseable {

    private static final long POLL_MS = 5;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final URI other;
    private final Tally tally = new Tally();
    private final SocketPool pool;
    private final List<Client> clients = new ArrayList<>();
    private final Map<Integer, Client> byConnection = new HashMap<>();
    private final Deque<Client> again = new ArrayDeque<>();
    private long killedNanos = Long.MAX_VALUE;
    private long againNanos;

    private static final class Client {
        private final Session session;
        private boolean onOther;
        private long backNanos;

        private Client(Session session) {
            this.session = session;
        }
    }

    /** Clients that connect to the first edge when it is run; each listens to one instance of the streams. */
    Failover(URI first, URI other, Streams streams, int count, int instances) throws IOException {
        this.other = other;
        this.pool = new SocketPool(this);
        for (int i = 0; i < count; i++) {
            Client client = new Client(new Session(Group.ofInstance(streams, i % instances), tally));
            clients.add(client);
            byConnection.put(pool.open(first), client);
        }
    }

    /** Reads until all are subscribed and have a position; false if it is not so by then. */
    boolean awaitRunning(long deadlineNanos, StopFlag stop) throws IOException {
        return readUntil(
                () -> clients.stream().allMatch(client -> client.session.isRunning() && client.session.hasPosition()),
                deadlineNanos,
                stop);
    }

    /** Reads until then. */
    void readUntil(long nanos, StopFlag stop) throws IOException {
        var unused = readUntil(() -> false, nanos, stop);
    }

    /** The first edge ends now. */
    void killed(long nanos) {
        killedNanos = nanos;
    }

    /** Reads until each has had a record that was due after the end of its first edge; false if it is not so by then. */
    boolean awaitBack(long deadlineNanos, StopFlag stop) throws IOException {
        return readUntil(() -> clients.stream().allMatch(client -> client.backNanos != 0), deadlineNanos, stop);
    }

    /** Reads until all have everything that was sent, or it takes too long; returns what lacks. */
    long settle(long[] sent, long deadlineNanos, StopFlag stop) throws IOException {
        var unused = readUntil(() -> missing(sent) == 0, deadlineNanos, stop);
        long missing = missing(sent);
        clients.forEach(client -> client.session.forget());
        return missing;
    }

    private long missing(long[] sent) {
        return clients.stream()
                .mapToLong(client -> client.session.outstanding(sent))
                .sum();
    }

    private boolean readUntil(BooleanSupplier done, long deadlineNanos, StopFlag stop) throws IOException {
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0 || stop.isSet()) {
                return false;
            }
            if (!again.isEmpty() && System.nanoTime() - againNanos >= 0) {
                again.forEach(this::goOver);
                again.clear();
            }
            pool.poll(POLL_MS);
        }
        return true;
    }

    private void goOver(Client client) {
        client.onOther = true;
        byConnection.put(pool.open(other), client);
    }

    @Override
    public void opened(ClientSocket socket) {
        try {
            socket.send(List.of(client(socket).session.subscription()));
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        Client client = client(socket);
        Stamp record = client.session.frame(bytes, from, to);
        if (record != null && client.backNanos == 0 && record.dueNanos() - killedNanos > 0) {
            client.backNanos = readNanos;
        }
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        Client client = client(socket);
        byConnection.remove(socket.index());
        if (!client.onOther && killedNanos != Long.MAX_VALUE) {
            goOver(client);
            return;
        }
        tally.failure((client.onOther ? "the other edge: " : "before it was ended: ") + reason);
        client.onOther = true;
        again.add(client);
        againNanos = System.nanoTime() + AGAIN_NANOS;
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
        Histogram back = Latencies.none();
        clients.stream()
                .filter(client -> client.backNanos != 0)
                .forEach(client -> back.recordValue(client.backNanos - killedNanos));
        report.latency("back_live", "killed to first new record", back);
        if (tally.recoveries() < clients.size()) {
            tally.failure("only " + tally.recoveries() + " of " + clients.size() + " went on from their positions");
        }
        if (back.getTotalCount() < clients.size()) {
            tally.failure("only " + back.getTotalCount() + " of " + clients.size() + " came back");
        }
        return tally.report(report, missing);
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
