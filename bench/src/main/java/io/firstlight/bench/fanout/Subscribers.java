package io.firstlight.bench.fanout;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Streams;
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
 * Clients that each subscribe to every stream, on one thread: {@link #run}. The other methods may be called from any thread; the account of
 * sequences only once {@link #run} has returned.
 */
final class Subscribers implements SocketEvents, Runnable {

    private static final long POLL_MS = 100;
    private static final int MOST_SHOWN = 300;
    private static final byte[] CONFIRMATION = "{\"data\": \"Successfully".getBytes(StandardCharsets.US_ASCII);

    private final Streams streams;
    private final SocketPool pool;
    private final List<SequenceCheck> checks = new ArrayList<>();
    private final int[] confirmed;
    private final CountDownLatch ready;
    private final Latencies latencies = new Latencies();
    private volatile long received;
    private volatile @Nullable String failure;
    private volatile boolean stopped;
    private long counted;

    /** Clients that will open when run. */
    Subscribers(URI uri, int count, Streams streams) throws IOException {
        this.streams = streams;
        this.pool = new SocketPool(uri, count, this);
        this.confirmed = new int[count];
        this.ready = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            checks.add(new SequenceCheck(streams.count()));
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
            socket.send(streams.subscriptions());
        } catch (IOException e) {
            ended(socket, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        Stamp stamp = Stamp.find(bytes, from, to);
        if (stamp == null) {
            other(socket, bytes, from, to);
        } else if (streams.owns(stamp)) {
            counted++;
            checks.get(socket.index()).received(stamp.key(), stamp.sequence());
            latencies.add(readNanos - stamp.dueNanos());
        }
    }

    private void other(ClientSocket socket, byte[] bytes, int from, int to) {
        if (startsWith(CONFIRMATION, bytes, from, to)) {
            if (++confirmed[socket.index()] == streams.count()) {
                ready.countDown();
            }
        } else if (failure == null && !isNull(bytes, from, to)) {
            failure = "the edge answers: "
                    + new String(bytes, from, Math.min(MOST_SHOWN, to - from), StandardCharsets.UTF_8);
        }
    }

    /** The frame that says that an earlier run's values were deleted. */
    private static boolean isNull(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).contains("\": null}");
    }

    private static boolean startsWith(byte[] words, byte[] bytes, int from, int to) {
        if (to - from < words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (bytes[from + i] != words[i]) {
                return false;
            }
        }
        return true;
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

    /** Counts down to 0 as the clients' subscriptions are confirmed. */
    CountDownLatch ready() {
        return ready;
    }

    /** The first thing that went wrong, if anything has. */
    @Nullable
    String failure() {
        return failure;
    }

    /** How many messages of the run have come. */
    long received() {
        return received;
    }

    /** From when a message was due to when it was read here. */
    Latencies latencies() {
        return latencies;
    }

    /** What each client has received. */
    List<SequenceCheck> checks() {
        return List.copyOf(checks);
    }
}
