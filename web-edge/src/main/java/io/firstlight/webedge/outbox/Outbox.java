package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames that wait for one connection. Thread-safe; every field is guarded by {@code this}.
 *
 * <p>Frames gather until {@link #flush}, then go out together in one write; while a write is under way the next ones gather behind it.
 * So batches are as large as the load asks for, and an idle connection gets each frame at once.
 *
 * <p>The bound is in bytes, the frames in flight included. From half of it on, telemetry is conflated: one waiting frame per key, the
 * newest, delivered when the queue before it has gone. Frames that must not be lost are queued up to the whole bound; beyond it the
 * connection is closed with {@link CloseCode#SLOW_CONSUMER}, which tells the client to resume.
 */
public final class Outbox {

    /** The most that one write takes from the queue, in bytes: a slow client's next batch is decided on late, not early. */
    private static final int WRITE_BYTES = 256 << 10;

    private final FrameSink sink;
    private final OutboxMeters meters;
    private final int limitBytes;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private @Nullable Map<Object, byte[]> conflated;
    private int heldBytes;
    private boolean writing;
    private boolean closed;

    /**
     * An empty outbox.
     *
     * @param limitBytes the most it may hold
     */
    public Outbox(FrameSink sink, int limitBytes, OutboxMeters meters) {
        if (limitBytes < 1024) {
            throw new IllegalArgumentException("outbox limit of " + limitBytes + " bytes is below 1024");
        }
        this.sink = sink;
        this.limitBytes = limitBytes;
        this.meters = meters;
    }

    /** Queues a frame that must not be lost; closes the connection if the bound does not allow it. */
    public void offer(byte[] frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (heldBytes + frame.length <= limitBytes || (heldBytes == 0 && !writing)) {
                // A single frame above the bound is still delivered when nothing waits: the bound is against backlog.
                queue.add(frame);
                heldBytes += frame.length;
                return;
            }
            closeLocked();
        }
        meters.slowConsumer();
        sink.close(CloseCode.SLOW_CONSUMER);
    }

    /**
     * Queues a telemetry frame. When the connection is slow, only the newest frame of each key waits.
     *
     * @param key equal for frames of which the newest says all
     */
    public void offerLatest(Object key, byte[] frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (conflated == null && heldBytes + frame.length <= limitBytes / 2) {
                queue.add(frame);
                heldBytes += frame.length;
                return;
            }
            if (conflateLocked(key, frame)) {
                return;
            }
            closeLocked();
        }
        meters.slowConsumer();
        sink.close(CloseCode.SLOW_CONSUMER);
    }

    private boolean conflateLocked(Object key, byte[] frame) {
        Map<Object, byte[]> waiting = conflated;
        if (waiting == null) {
            waiting = new LinkedHashMap<>();
            conflated = waiting;
        }
        byte[] replaced = waiting.put(key, frame);
        heldBytes += frame.length - (replaced == null ? 0 : replaced.length);
        if (replaced != null) {
            meters.conflated();
        }
        return heldBytes <= limitBytes || (queue.isEmpty() && !writing && waiting.size() == 1);
    }

    /** Writes what waits, unless a write is under way: then its end does. */
    public void flush() {
        List<byte[]> batch = nextBatch();
        while (batch != null) {
            Write write = new Write(batch);
            sink.write(batch, write);
            batch = write.endedBeforeReturn() ? nextBatch() : null;
        }
    }

    private synchronized @Nullable List<byte[]> nextBatch() {
        if (writing || closed) {
            return null;
        }
        if (queue.isEmpty() && conflated != null) {
            queue.addAll(conflated.values());
            conflated = null;
        }
        if (queue.isEmpty()) {
            return null;
        }
        List<byte[]> batch = new ArrayList<>(Math.min(queue.size(), 64));
        int bytes = 0;
        Iterator<byte[]> frames = queue.iterator();
        while (frames.hasNext() && bytes < WRITE_BYTES) {
            byte[] frame = frames.next();
            frames.remove();
            batch.add(frame);
            bytes += frame.length;
        }
        writing = true;
        return batch;
    }

    private synchronized void written(List<byte[]> batch) {
        writing = false;
        for (byte[] frame : batch) {
            heldBytes -= frame.length;
        }
        meters.delivered(batch.size());
    }

    /** Forgets what waits and takes nothing more; for a connection that has ended. */
    public synchronized void close() {
        closeLocked();
    }

    private void closeLocked() {
        closed = true;
        queue.clear();
        conflated = null;
        heldBytes = 0;
    }

    /** Bytes held for the connection now, the frames in flight included. */
    public synchronized int heldBytes() {
        return heldBytes;
    }

    /**
     * The end of one write. If it comes within the call of {@link FrameSink#write}, the loop in {@link #flush} goes on; if later, this
     * starts the next write itself. Otherwise each synchronous write would deepen the stack.
     */
    private final class Write implements Runnable {
        private final List<byte[]> batch;
        private boolean ended;
        private boolean returned;

        Write(List<byte[]> batch) {
            this.batch = batch;
        }

        @Override
        public void run() {
            written(batch);
            boolean late;
            synchronized (this) {
                ended = true;
                late = returned;
            }
            if (late) {
                flush();
            }
        }

        synchronized boolean endedBeforeReturn() {
            returned = true;
            return ended;
        }
    }
}
