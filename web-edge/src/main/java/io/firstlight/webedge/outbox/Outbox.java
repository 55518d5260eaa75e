package io.firstlight.webedge.outbox;

import io.firstlight.schemas.code.CloseCode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

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
    /** Slots that go as soon as they can, in that order; null while there are none. */
    private @Nullable Map<Object, Slot> backlog;
    /** Null until a key comes with an interval. */
    private @Nullable Paces paces;

    private @Nullable Write underWay;
    private int heldBytes;
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

    private boolean takeLocked(Object key, Sample sample, int minIntervalMs) {
        Slot slot = slotLocked(key);
        if (slot != null) {
            return mergeLocked(slot, sample);
        }
        if (minIntervalMs > 0) {
            return takePacedLocked(key, sample, minIntervalMs);
        }
        if (mayQueueLocked(sample.frame().length)) {
            queueLocked(sample.frame());
            return true;
        }
        if (!fitsLocked(Slot.bytesFor(sample))) {
            return false;
        }
        heldBytes += Slot.bytesFor(sample);
        backlogLocked().put(key, new Slot(key, sample, null));
        return true;
    }

    private boolean takePacedLocked(Object key, Sample sample, int intervalMs) {
        Paces known = paces == null ? new Paces() : paces;
        long nowMs = clockMs.getAsLong();
        Pace pace = known.of(key);
        int paceBytes = pace == null ? Pace.BYTES : 0;
        boolean early = pace != null && nowMs < pace.nextMs();
        boolean atOnce = !early && mayQueueLocked(sample.frame().length + paceBytes);
        if (!atOnce && !fitsLocked(Slot.bytesFor(sample) + paceBytes)) {
            return false;
        }
        paces = known;
        heldBytes += paceBytes;
        Pace own = pace == null ? known.begin(key) : pace;
        own.intervalMs(intervalMs);
        if (atOnce) {
            queueLocked(sample.frame());
            known.went(own, nowMs);
            return true;
        }
        Slot slot = new Slot(key, sample, own);
        heldBytes += slot.bytes();
        if (early) {
            known.await(own, slot);
        } else {
            known.due(own);
            backlogLocked().put(key, slot);
        }
        return true;
    }

    private boolean mergeLocked(Slot slot, Sample sample) {
        int before = slot.bytes();
        boolean noOther = backlog == null || (backlog.size() == 1 && backlog.containsKey(slot.key()));
        boolean alone = nothingGoesLocked(noOther, heldBytes - before);
        if (!slot.merge(sample, alone ? Integer.MAX_VALUE : before + limitBytes - heldBytes)) {
            return false;
        }
        heldBytes += slot.bytes() - before;
        meters.merged();
        return true;
    }

    private @Nullable Slot slotLocked(Object key) {
        Slot slot = backlog == null ? null : backlog.get(key);
        if (slot == null && paces != null) {
            Pace pace = paces.of(key);
            return pace == null ? null : pace.slot();
        }
        return slot;
    }

    private Map<Object, Slot> backlogLocked() {
        Map<Object, Slot> slots = backlog;
        if (slots == null) {
            slots = new LinkedHashMap<>();
            backlog = slots;
        }
        return slots;
    }

    private void queueLocked(byte[] frame) {
        queue.add(frame);
        heldBytes += frame.length;
    }

    private boolean mayQueueLocked(int bytes) {
        return backlog == null && bytes <= limitBytes / 2 - heldBytes;
    }

    private boolean fitsLocked(int bytes) {
        return bytes <= limitBytes - heldBytes || nothingGoesLocked(backlog == null, heldBytes);
    }

    /** Whether nothing is on its way out, and what waits for intervals is little. */
    private boolean nothingGoesLocked(boolean noBacklog, int restBytes) {
        return noBacklog && queue.isEmpty() && underWay == null && restBytes <= limitBytes / 4;
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
            if (queue.isEmpty() && backlog == null && paces == null) {
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
        if (bytes >= WRITE_BYTES || (backlog == null && paces == null)) {
            return new Write(frames, List.of(), bytes);
        }
        long nowMs = paces == null ? 0 : clockMs.getAsLong();
        passIntervalsLocked(nowMs);
        List<Slot> slots = takeSlotsLocked(WRITE_BYTES - bytes, nowMs);
        for (Slot slot : slots) {
            bytes += slot.bytes();
        }
        return new Write(frames, slots, bytes);
    }

    /** Forgets the intervals that have passed with nothing waiting, and has the slots that are due join the others. */
    private void passIntervalsLocked(long nowMs) {
        if (paces == null) {
            return;
        }
        for (Slot slot = paces.takeDue(nowMs); slot != null; slot = paces.takeDue(nowMs)) {
            backlogLocked().put(slot.key(), slot);
        }
        heldBytes -= Pace.BYTES * paces.forget(nowMs);
        if (paces.isEmpty()) {
            paces = null;
        }
    }

    private List<Slot> takeSlotsLocked(int mostBytes, long nowMs) {
        if (backlog == null) {
            return List.of();
        }
        List<Slot> slots = new ArrayList<>();
        int bytes = 0;
        Iterator<Slot> waiting = backlog.values().iterator();
        while (bytes < mostBytes && waiting.hasNext()) {
            Slot slot = waiting.next();
            waiting.remove();
            slots.add(slot);
            bytes += slot.bytes();
            if (slot.pace() != null && paces != null) {
                paces.went(slot.pace(), nowMs);
            }
        }
        if (backlog.isEmpty()) {
            backlog = null;
        }
        return slots;
    }

    private synchronized void written(Write write) {
        if (!closed) {
            underWay = null;
            heldBytes -= write.heldBytes;
        }
        meters.delivered(write.frames.size());
    }

    private void tellOfRoom() {
        Runnable told;
        synchronized (this) {
            if (closed || !roomWanted || heldBytes > limitBytes / 4) {
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
        if (paces == null) {
            return Long.MAX_VALUE;
        }
        long slotDueMs = underWay == null ? paces.nextDueMs() : paces.nextDueAfterMs(clockMs.getAsLong());
        return roomWanted ? Math.min(slotDueMs, paces.nextToForgetMs()) : slotDueMs;
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
        backlog = null;
        paces = null;
        underWay = null;
        roomWanted = false;
        heldBytes = 0;
    }

    /** Bytes held for the connection now: frames that wait or are in flight, slots, and what is remembered of intervals. */
    public synchronized int heldBytes() {
        return heldBytes;
    }

    /** The held bytes, counted anew: what {@link #heldBytes} must be. */
    synchronized int recountedBytes() {
        int bytes = underWay == null ? 0 : underWay.heldBytes;
        for (byte[] frame : queue) {
            bytes += frame.length;
        }
        if (backlog != null) {
            for (Slot slot : backlog.values()) {
                bytes += slot.bytes();
            }
        }
        return paces == null ? bytes : bytes + paces.bytes();
    }

    /**
     * One write. If its end comes within the call of {@link FrameSink#write}, the loop in {@link #flush} goes on; if later, the end starts
     * the next write itself. Otherwise each synchronous write would deepen the stack.
     */
    private final class Write implements Runnable {
        private final List<byte[]> frames;
        private final List<Slot> slots;
        private final int heldBytes;
        private boolean ended;
        private boolean returned;

        Write(List<byte[]> frames, List<Slot> slots, int heldBytes) {
            this.frames = frames;
            this.slots = slots;
            this.heldBytes = heldBytes;
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
