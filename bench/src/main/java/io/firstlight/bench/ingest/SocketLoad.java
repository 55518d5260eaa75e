package io.firstlight.bench.ingest;

import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.bench.socket.ClientSocket;
import io.firstlight.bench.socket.SocketEvents;
import io.firstlight.bench.socket.SocketPool;
import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Producers on LOVE's socket, one component instance each, which send as fast as the edge reads, or at a pace together. Owned by one
 * thread.
 */
final class SocketLoad implements SocketEvents, AutoCloseable {

    /** The name of all instances, and of their one stream. */
    static final String CSC = "Bench";

    static final String STREAM = "load";

    private static final int MOST_PER_WRITE = 64;
    private static final int MOST_SHOWN = 300;

    private final int run;
    private final int size;
    private final SocketPool pool;
    private final List<ClientSocket> open = new ArrayList<>();
    private final List<Template> templates = new ArrayList<>();
    private final long[] sent;
    private long sentInAll;
    private long refused;
    private @Nullable String firstRefusal;

    SocketLoad(URI uri, int connections, int messageBytes, int run) throws IOException {
        this.run = run;
        this.size = connections;
        this.sent = new long[connections];
        this.pool = new SocketPool(uri, connections, this);
        for (int i = 0; i < connections; i++) {
            templates.add(Template.loveFrame(component(i), STREAM, messageBytes));
        }
    }

    static Component component(int connection) {
        return new Component(CSC, connection + 1);
    }

    /** Opens all connections; false if the run is to end before. */
    boolean open(long deadlineNanos, StopFlag stop) throws IOException {
        while (open.size() < size && !stop.isSet()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new LoadFailure(
                        "only " + open.size() + " of " + size + " connections opened in time",
                        "try fewer --connections");
            }
            pool.poll(100);
        }
        return !stop.isSet();
    }

    /** Sends until that time. */
    void sendUntil(long endNanos, @Nullable Pace pace, StopFlag stop) throws IOException {
        boolean idle = false;
        for (long now = System.nanoTime(); now - endNanos < 0 && !stop.isSet(); now = System.nanoTime()) {
            pool.poll(idle ? 1 : 0);
            long allowed = pace == null ? Long.MAX_VALUE : pace.dueBefore(now) - sentInAll;
            idle = true;
            for (ClientSocket socket : open) {
                if (allowed > 0 && !socket.isBacklogged()) {
                    int share = (int) Math.min(MOST_PER_WRITE, Math.ceilDiv(allowed, open.size()));
                    send(socket, share);
                    allowed -= share;
                    idle = false;
                }
            }
        }
    }

    /** Goes on reading and writing out what waits, until that time. */
    void idleUntil(long endNanos) throws IOException {
        while (System.nanoTime() - endNanos < 0) {
            pool.poll(10);
        }
    }

    private void send(ClientSocket socket, int count) throws IOException {
        int key = socket.index();
        List<byte[]> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(templates.get(key).with(new Stamp(run, key, ++sent[key], System.nanoTime())));
        }
        sentInAll += count;
        socket.send(frames);
    }

    /** How many each connection has sent. */
    long[] sent() {
        return sent.clone();
    }

    long sentInAll() {
        return sentInAll;
    }

    /** How many the edge answered with an error. */
    long refused() {
        return refused;
    }

    @Nullable
    String firstRefusal() {
        return firstRefusal;
    }

    @Override
    public void opened(ClientSocket socket) {
        open.add(socket);
    }

    /** A producer that subscribes to nothing hears of refusals only. */
    @Override
    public void message(ClientSocket socket, byte[] bytes, int from, int to, long readNanos) {
        refused++;
        if (firstRefusal == null) {
            firstRefusal = new String(bytes, from, Math.min(MOST_SHOWN, to - from), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void ended(ClientSocket socket, String reason) {
        throw new LoadFailure(
                "a connection ended: " + reason, "see the edge's log, and check --edge and --process-password");
    }

    @Override
    public void close() throws IOException {
        pool.close();
    }
}
