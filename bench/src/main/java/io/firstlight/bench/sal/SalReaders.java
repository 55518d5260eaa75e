package io.firstlight.bench.sal;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Clients that read all telemetry, on one thread: {@link #run}. Each topic begins for each client with the first sample that comes. The other methods may
 * be called from any thread; the account of sequences only once {@link #run} has returned.
 */
final class SalReaders implements SocketEvents, Runnable {

    private static final long POLL_MS = 100;
    private static final int MOST_SHOWN = 300;
    private static final byte[] ALL =
            "{\"option\":\"subscribe\",\"category\":\"telemetry\",\"csc\":\"all\",\"salindex\":\"all\",\"stream\":\"all\"}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final SocketPool pool;
    private final long run;
    private final List<SequenceCheck> checks = new ArrayList<>();
    private final CountDownLatch begun;
    private final Latencies latencies = new Latencies();
    private volatile @Nullable String failure;
    private volatile boolean stopped;
    private volatile long received;
    private long counted;

    SalReaders(URI uri, int clients, int topics, long run) throws IOException {
        this.run = run;
        this.pool = new SocketPool(uri, clients, this);
        this.begun = new CountDownLatch(clients * topics);
        for (int i = 0; i < clients; i++) {
            checks.add(new SequenceCheck(topics));
        }
    }

    @Override
    public void run() {
        try (pool) {
            while (!stopped) {
                pool.poll(POLL_MS);
                received = counted;
            }
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
    }

    @Override
    public void opened(ClientSocket socket) {
        try {
            socket.send(List.of(ALL));
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        SalStamp stamp = SalStamp.find(bytes, from, to);
        if (stamp != null && stamp.run() == run) {
            SequenceCheck check = checks.get(socket.index());
            if (check.last(stamp.key()) == 0) {
                check.begins(stamp.key(), stamp.sequence() - 1);
                begun.countDown();
            }
            check.received(stamp.key(), stamp.sequence());
            counted++;
            latencies.add(readNanos - stamp.dueNanos());
        } else if (failure == null
                && to - from > 10
                && new String(bytes, from, 10, StandardCharsets.US_ASCII).contains("error")) {
            failure = "the edge answers: "
                    + new String(bytes, from, Math.min(MOST_SHOWN, to - from), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        if (failure == null) {
            failure = "connection " + socket.index() + " ended: " + reason;
        }
    }

    /** Ends {@link #run} soon. */
    void stop() {
        stopped = true;
        pool.wakeUp();
    }

    /** Counts down to 0 as the first sample of each topic comes to each client. */
    CountDownLatch begun() {
        return begun;
    }

    /** How many samples have come. */
    long received() {
        return received;
    }

    /** The first thing that went wrong, if anything has. */
    @Nullable
    String failure() {
        return failure;
    }

    /** From when a sample was due to when it was read here. */
    Latencies latencies() {
        return latencies;
    }

    /** What each client has received. */
    List<SequenceCheck> checks() {
        return List.copyOf(checks);
    }
}
