package io.firstlight.bench.session;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One client with one session, which may be begun by any frame. Owned by the thread that calls it. */
final class Replays implements SocketEvents, AutoCloseable {

    private static final long POLL_MS = 20;

    private final Session session;
    private final byte[] subscription;
    private final Tally tally;
    private final SocketPool pool;
    private long records;
    private long firstNanos;
    private long lastNanos;
    private long subscribedNanos;

    /** A client that subscribes with that frame as soon as it is connected. */
    Replays(URI uri, Session session, byte[] subscription, Tally tally) throws IOException {
        this.session = session;
        this.subscription = subscription;
        this.tally = tally;
        this.pool = new SocketPool(uri, 1, this);
    }

    /** Reads until it is done; false if it is not by then. */
    boolean read(BooleanSupplier done, long deadlineNanos, StopFlag stop) throws IOException {
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos >= 0 || stop.isSet() || tally.failure() != null) {
                return false;
            }
            pool.poll(POLL_MS);
        }
        return true;
    }

    /** Reads what has come. */
    void readOnce() throws IOException {
        pool.poll(0);
    }

    long records() {
        return records;
    }

    /** From the subscription to the last record so far. */
    long nanos() {
        return lastNanos - subscribedNanos;
    }

    /** From the subscription to the first record. */
    long toFirstNanos() {
        return firstNanos - subscribedNanos;
    }

    @Override
    public void opened(ClientSocket socket) {
        try {
            socket.send(List.of(subscription));
            subscribedNanos = System.nanoTime();
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        Stamp stamp = session.frame(bytes, from, to);
        if (stamp != null) {
            if (records++ == 0) {
                firstNanos = readNanos;
            }
            lastNanos = readNanos;
        }
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        tally.failure("the connection ended: " + reason);
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
