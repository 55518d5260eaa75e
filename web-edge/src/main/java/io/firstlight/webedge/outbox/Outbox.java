package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The frames that wait for one connection. Thread-safe; every field is guarded by {@code this}.
 *
 * <p>Frames gather until {@link #flush}, then go out together in one write; while a write is under way the next ones gather behind it.
 * So batches are as large as the load asks for, and an idle connection gets each frame at once.
 *
 * <p>The bound is in bytes, and everything held counts: frames in flight, slots, what is remembered of intervals. When it does not allow
 * a frame, the frame is refused and nothing else changes; the caller decides what becomes of the client, and is told when there is room
 * again.
 *
 * <p>From half of the bound on, telemetry is merged: each key has one slot, which keeps the newest sample and the extremes of all. The
 * slots go when the queue before them has gone, and until the last has gone all telemetry passes through slots, so that none waits for
 * ever. A key with an interval has its slot from the start; it goes when the interval has passed. Merged frames are put together only
 * when they are about to be written, outside the lock.
 */
public final class Outbox {

    /** What a merged frame may have besides a plain frame and extremes. */
    public static final int MERGED_FRAME_BYTES = 128;

    /** The most that one write takes, in bytes: a slow client's next batch is decided on late, not early. */
    private static final int WRITE_BYTES = 256 << 10;

    private final FrameSink sink;
    private final OutboxMeters meters;
    private final LongSupplier clockMs;
    private final int limitBytes;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    /** Null while there is nothing in them, as for most connections always. */
    private @Nullable Slots slots;

    private @Nullable Write underWay;
    /** Bytes of the queue and of the write under way. */
    private int lineBytes;

    private boolean closed;
    private @Nullable Runnable onRoom;
    /** Written under the lock; read without it to pass by quickly. */
    private volatile boolean roomWanted;

    /**
     * An empty outbox.
     *
     * @param limitBytes the most it may hold
     * @param clockMs the time that intervals are measured in, in milliseconds; must not run backwards
     */
    public Outbox(FrameSink sink, int limitBytes, OutboxMeters meters, LongSupplier clockMs) {
        if (limitBytes < 1024) {
            throw new IllegalArgumentException("outbox limit of " + limitBytes + " bytes is below 1024");
        }
        this.sink = sink;
        this.limitBytes = limitBytes;
        this.meters = meters;
        this.clockMs = clockMs;
    }

    /**
     * Has this run once each time when, after a refusal, the held bytes have fallen to a quarter of the bound or below. To be set once,
     * before anything is offered. It runs on whichever thread made the room, without the lock; it must be quick, and hand over to the
     * thread that offers rather than offer itself.
     */
    public synchronized void onRoom(Runnable told) {
        if (onRoom != null) {
            throw new IllegalStateException("onRoom was set before");
        }
        onRoom = told;
    }

    /**
     * Queues a frame that must not be lost. A single frame above the bound is taken when no other waits or is under way: the bound is
     * against backlog.
     *
     * @return false if there is no room: the frame was not taken. A closed outbox takes all and forgets it.
     */
    public boolean offer(byte[] frame) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (fitsLocked(frame.length)) {
                queueLocked(frame);
                return true;
            }
            roomWanted = true;
        }
        meters.refused();
        return false;
    }

    /**
     * Queues a frame of a client's backlog, which can wait: as {@link #offer}, but only up to half of the bound, so that what comes live
     * finds room beside it.
     *
     * @return false if there is no room: the frame was not taken
     */
    public boolean offerPatiently(byte[] frame) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            boolean noneDue = slots == null || slots.noneDue();
            int held = heldLocked();
            if (noneDue && (frame.length <= limitBytes / 2 - held || nothingGoesLocked(held))) {
                queueLocked(frame);
                return true;
            }
            roomWanted = true;
        }
        return false;
    }

    /**
     * Takes a sample of telemetry, which may go out as its own frame or merged with others of its key. The frames of a key go out in
     * order.
     *
     * @param key equal for samples that may be merged
     * @param minIntervalMs the least time between two frames of the key as they join the queue, so that a connection that stood still may
     *     get several together; 0 for none
     * @return false if there is no room even for merging: the sample was not taken. A closed outbox takes all and forgets it.
     */
    public boolean offerSample(Object key, Sample sample, int minIntervalMs) {
        if (minIntervalMs < 0) {
            throw new IllegalArgumentException("interval of " + minIntervalMs + " ms");
        }
        synchronized (this) {
            if (closed || takeLocked(key, sample, minIntervalMs)) {
                return true;
            }
            roomWanted = true;
        }
        meters.refused();
        return false;
    }

    private boolean takeLocked(Object key, Sample sample, int intervalMs) {
        int frameBytes = sample.frame().length;
        if (slots == null && intervalMs == 0 && frameBytes <= limitBytes / 2 - lineBytes) {
            queueLocked(sample.frame());
            return true;
        }
        Slots all = slots == null ? new Slots() : slots;
        Slot slot = all.of(key);
        if (slot != null) {
            return mergeLocked(all, slot, sample);
        }
        boolean paced = intervalMs > 0;
        long nowMs = paced ? clockMs.getAsLong() : 0;
        int paceBytes = paced ? all.paceBytes(key) : 0;
        boolean early = paced && all.isEarly(key, nowMs);
        if (!early && all.noneDue() && frameBytes + paceBytes <= limitBytes / 2 - heldLocked()) {
            queueLocked(sample.frame());
            if (paced) {
                all.went(key, intervalMs, nowMs);
                slots = all;
            }
            return true;
        }
        if (!fitsLocked(Slot.bytesFor(sample) + paceBytes)) {
            return false;
        }
        if (paced) {
            all.addPaced(key, sample, intervalMs, nowMs);
        } else {
            all.add(key, sample);
        }
        slots = all;
        return true;
    }

    private boolean mergeLocked(Slots all, Slot slot, Sample sample) {
        int others = heldLocked() - slot.bytes();
        boolean alone = all.noneDueBut(slot) && nothingGoesLocked(others);
        if (!all.merge(slot, sample, alone ? Integer.MAX_VALUE : limitBytes - others)) {
            return false;
        }
        meters.merged();
        return true;
    }

    private void queueLocked(byte[] frame) {
        queue.add(frame);
        lineBytes += frame.length;
    }

    private int heldLocked() {
        return slots == null ? lineBytes : lineBytes + slots.heldBytes();
    }

    private boolean fitsLocked(int bytes) {
        int held = heldLocked();
        return bytes <= limitBytes - held || ((slots == null || slots.noneDue()) && nothingGoesLocked(held));
    }

    /** Whether no frame waits or is under way, and the rest, which waits for intervals, is little. */
    private boolean nothingGoesLocked(int restBytes) {
        return queue.isEmpty() && underWay == null && restBytes <= limitBytes / 4;
    }

    /** Whether samples wait that are not in the queue of frames: then the last frame taken does not say how far the client has come. */
    public synchronized boolean isMerging() {
        return slots != null && (!slots.noneDue() || slots.nextDueMs() != Long.MAX_VALUE);
    }

    /** Forgets the samples that wait under such keys, as nobody wants them any more; their intervals go on. */
    public synchronized void forget(Predicate<Object> ofKey) {
        if (slots != null) {
            slots.forget(ofKey);
            if (slots.isEmpty()) {
                slots = null;
            }
        }
    }

    /** Writes what waits and is due, unless a write is under way: then its end does. */
    public void flush() {
        Write write = nextWrite();
        while (write != null) {
            sink.write(write.frames(), write);
            write = write.endedBeforeReturn() ? nextWrite() : null;
        }
        if (roomWanted) {
            tellOfRoom();
        }
    }

    private @Nullable Write nextWrite() {
        Write write;
        synchronized (this) {
            if (closed || underWay != null) {
                return null;
            }
            if (queue.isEmpty() && slots == null) {
                return null;
            }
            write = fillLocked();
            if (write.isEmpty()) {
                return null;
            }
            underWay = write;
        }
        write.encodeSlots();
        return write;
    }

    private Write fillLocked() {
        List<byte[]> frames = new ArrayList<>(Math.min(queue.size() + 1, 64));
        int bytes = 0;
        while (bytes < WRITE_BYTES && !queue.isEmpty()) {
            byte[] frame = queue.remove();
            frames.add(frame);
            bytes += frame.length;
        }
        // Slots become due only when no frame is before them: a slot that is due makes slots of all telemetry.
        return slots == null || bytes >= WRITE_BYTES
                ? new Write(frames, List.of(), bytes)
                : withSlotsLocked(slots, frames, bytes);
    }

    private Write withSlotsLocked(Slots all, List<byte[]> frames, int frameBytes) {
        long nowMs = all.isPaced() ? clockMs.getAsLong() : 0;
        all.pass(nowMs);
        List<Slot> taken = all.take(WRITE_BYTES - frameBytes, nowMs);
        int bytes = frameBytes;
        for (Slot slot : taken) {
            bytes += slot.bytes();
        }
        lineBytes += bytes - frameBytes;
        if (all.isEmpty()) {
            slots = null;
        }
        return new Write(frames, taken, bytes);
    }

    private synchronized void written(Write write) {
        if (!closed) {
            underWay = null;
            lineBytes -= write.lineBytes;
        }
        meters.delivered(write.frames.size());
    }

    private void tellOfRoom() {
        Runnable told;
        synchronized (this) {
            if (closed || !roomWanted || heldLocked() > limitBytes / 4) {
                return;
            }
            roomWanted = false;
            told = onRoom;
        }
        if (told != null) {
            told.run();
        }
    }

    /**
     * When to call {@link #flush} next for the sake of intervals: when the earliest slot becomes due; in the past if one is due already.
     * {@link Long#MAX_VALUE} if none waits, or if those that wait go by themselves when the write under way ends. After a refusal also the
     * end of an interval counts that makes room though nothing waits.
     */
    public synchronized long nextDueMs() {
        if (slots == null) {
            return Long.MAX_VALUE;
        }
        long slotDueMs = underWay == null ? slots.nextDueMs() : slots.nextDueAfterMs(clockMs.getAsLong());
        return roomWanted ? Math.min(slotDueMs, slots.nextToForgetMs()) : slotDueMs;
    }

    /** Forgets what waits, takes nothing more, and closes the connection with that code; nothing if it is closed already. */
    public void end(CloseCode code) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closeLocked();
        }
        meters.ended(code);
        sink.close(code);
    }

    /** Forgets what waits and takes nothing more; for a connection that has ended. */
    public synchronized void close() {
        closeLocked();
    }

    private void closeLocked() {
        closed = true;
        queue.clear();
        slots = null;
        underWay = null;
        roomWanted = false;
        lineBytes = 0;
    }

    /** Bytes held for the connection now: frames that wait or are in flight, slots, and what is remembered of intervals. */
    public synchronized int heldBytes() {
        return heldLocked();
    }

    /** The held bytes, counted anew: what {@link #heldBytes} must be. */
    synchronized int recountedBytes() {
        int bytes = underWay == null ? 0 : underWay.lineBytes;
        for (byte[] frame : queue) {
            bytes += frame.length;
        }
        return slots == null ? bytes : bytes + slots.recountedBytes();
    }

    /**
     * One write. If its end comes within the call of {@link FrameSink#write}, the loop in {@link #flush} goes on; if later, the end starts
     * the next write itself. Otherwise each synchronous write would deepen the stack.
     */
    private final class Write implements Runnable {
        private final List<byte[]> frames;
        private final List<Slot> slots;
        private final int lineBytes;
        private boolean ended;
        private boolean returned;

        Write(List<byte[]> frames, List<Slot> slots, int lineBytes) {
            this.frames = frames;
            this.slots = slots;
            this.lineBytes = lineBytes;
        }

        boolean isEmpty() {
            return frames.isEmpty() && slots.isEmpty();
        }

        void encodeSlots() {
            for (Slot slot : slots) {
                frames.add(slot.frame());
            }
        }

        List<byte[]> frames() {
            return frames;
        }

        @Override
        public void run() {
            written(this);
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
