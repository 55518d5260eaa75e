package io.firstlight.bench.fanout;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Streams;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.session.FrameEnd;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Clients that connect, then all at once subscribe to some streams and wait until they have a value of each. With a snapshot only the first
 * looks which values they are, so that the others cost little beside the edge: they count. Owned by one thread.
 */
final class LateJoiners implements SocketEvents, AutoCloseable {

    private static final long POLL_MS = 20;
    private static final byte[] SNAPSHOT_OF_ALL = ("{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\""
                    + Streams.CSC + "\",\"salindex\":\"all\",\"stream\":\"all\",\"snapshot\":true}")
            .getBytes(StandardCharsets.UTF_8);

    private final Streams streams;
    private final int firstKey;
    private final boolean snapshot;
    private final SocketPool pool;
    private final int size;
    private final List<ClientSocket> open = new ArrayList<>();
    private final List<BitSet> keys = new ArrayList<>();
    private final int[] keysSeen;
    private final List<Long> completeNanos = new ArrayList<>();
    private long bytesRead;

    /**
     * Clients that are not connected yet.
     *
     * @param firstKey the first of the streams that they want; they want all from there on
     * @param snapshot whether they ask for all at once
     */
    LateJoiners(URI uri, int count, Streams streams, int firstKey, boolean snapshot) throws IOException {
        this.streams = streams;
        this.firstKey = firstKey;
        this.snapshot = snapshot;
        this.size = count;
        this.pool = new SocketPool(uri, count, this);
        this.keysSeen = new int[count];
        for (int i = 0; i < count; i++) {
            keys.add(new BitSet(streams.count()));
        }
    }

    /** Bytes of all frames so far. */
    long bytesRead() {
        return bytesRead;
    }

    /** Connects all; false if it is not done by then, or the run is to end. */
    boolean connect(long deadlineNanos, StopFlag stop) throws IOException {
        while (open.size() < size) {
            if (stop.isSet() || System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            pool.poll(POLL_MS);
        }
        return true;
    }

    /** Subscribes all. */
    void subscribe() throws IOException {
        List<byte[]> wanted =
                snapshot ? List.of(SNAPSHOT_OF_ALL) : streams.subscriptions().subList(firstKey, streams.count());
        for (ClientSocket socket : open) {
            socket.send(wanted);
        }
    }

    /** Reads until all have everything; false if that is not so by then, or the run is to end. */
    boolean awaitComplete(long deadlineNanos, StopFlag stop) throws IOException {
        while (completeNanos.size() < size) {
            if (stop.isSet() || System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            pool.poll(POLL_MS);
        }
        return true;
    }

    /** When those that have everything had it, as {@link System#nanoTime}, in that order. */
    List<Long> completeNanos() {
        return List.copyOf(completeNanos);
    }

    @Override
    public void opened(ClientSocket socket) {
        open.add(socket);
    }

    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        bytesRead += to - from;
        if (snapshot && socket.index() > 0) {
            if (FrameEnd.isSnapshot(bytes, from, to)) {
                seenOne(socket.index(), readNanos);
            }
            return;
        }
        Stamp stamp = Stamp.find(bytes, from, to);
        if (stamp == null || !streams.owns(stamp)) {
            return;
        }
        BitSet seen = keys.get(socket.index());
        if (!seen.get(stamp.key())) {
            seen.set(stamp.key());
            seenOne(socket.index(), readNanos);
        }
    }

    private void seenOne(int client, long readNanos) {
        if (++keysSeen[client] == streams.count() - firstKey) {
            completeNanos.add(readNanos);
        }
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        throw new LoadFailure("a connection ended: " + reason, "see the edge's log, and check --edge and --user");
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
