package io.firstlight.ingest.edge;

import io.firstlight.ingest.producer.Acknowledgement;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * The messages that the log is not known to have: those that wait to be sent, and those that were sent and not answered yet. Numbered from 1 on in the
 * order in which they were put in; bounded in bytes. Thread-safe; it has no thread and knows no socket.
 *
 * <pre>
 * put -> waiting -> (next) sent -> (remove) answered
 *           ^______________|  (rewind: the connection broke)
 * </pre>
 */
final class Backlog {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final long limitBytes;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final Map<Long, Entry> sent = new LinkedHashMap<>();
    private long lastNumber;
    private long bytes;
    private boolean closed;
    private boolean woken;

    /**
     * A message.
     *
     * @param topic the full name of the topic that it goes to
     * @param frame what is sent
     * @param answer what its sender was given
     */
    record Entry(long number, String topic, String frame, long bytes, CompletableFuture<Acknowledgement> answer) {}

    /** What became of {@link #put}. */
    sealed interface Outcome {
        /** It is in. */
        record Taken(Entry entry) implements Outcome {}

        /** There was no room for it within the time. */
        record Full() implements Outcome {}

        /** It is larger than the whole backlog. */
        record TooLarge() implements Outcome {}

        /** Nothing is taken any more. */
        record Closed() implements Outcome {}
    }

    Backlog(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Puts a message in; waits for room.
     *
     * @param payloadBytes about how long it is
     * @param frame makes what is sent of its number
     */
    Outcome put(String topic, int payloadBytes, LongFunction<String> frame, Duration patience)
            throws InterruptedException {
        if (payloadBytes > limitBytes) {
            return new Outcome.TooLarge();
        }
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && bytes + payloadBytes > limitBytes) {
                if (left <= 0) {
                    return new Outcome.Full();
                }
                left = room.awaitNanos(left);
            }
            if (closed) {
                return new Outcome.Closed();
            }
            lastNumber++;
            Entry entry =
                    new Entry(lastNumber, topic, frame.apply(lastNumber), payloadBytes, new CompletableFuture<>());
            waiting.add(entry);
            bytes += payloadBytes;
            work.signal();
            return new Outcome.Taken(entry);
        } finally {
            lock.unlock();
        }
    }

    /** The next message to be sent, which then counts as sent; null if none comes within the time or before {@link #wake}. */
    @Nullable
    Entry next(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !woken && left > 0) {
                left = work.awaitNanos(left);
            }
            woken = false;
            Entry entry = waiting.poll();
            if (entry != null) {
                sent.put(entry.number(), entry);
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the {@link #next} that waits, or the next one. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out a message that was answered; empty if it was before. Its future is the caller's to complete. */
    Optional<Entry> remove(long number) {
        lock.lock();
        try {
            return Optional.ofNullable(removeLocked(number));
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the largest message of those that were sent and not answered, for an edge does not say which it finds too large. */
    Optional<Entry> removeLargestSent() {
        lock.lock();
        try {
            return sent.values().stream()
                    .max(Comparator.comparingLong(Entry::bytes))
                    .map(largest -> removeLocked(largest.number()));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry removeLocked(long number) {
        Entry entry = sent.remove(number);
        if (entry != null) {
            bytes -= entry.bytes();
            room.signalAll();
            if (sent.isEmpty() && waiting.isEmpty()) {
                emptied.signalAll();
            }
        }
        return entry;
    }

    /** What was sent and not answered waits again, before the rest, in the order of its numbers. Returns how many those are. */
    int rewind() {
        lock.lock();
        try {
            List<Entry> again = new ArrayList<>(sent.values());
            sent.clear();
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
            return again.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether something was sent and is not answered. */
    boolean isOwedAnswers() {
        lock.lock();
        try {
            return !sent.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; waits until all is answered, at most that long. Returns what is not, in order; it is no longer kept. */
    List<Entry> close(Duration patience) {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            long left = patience.toNanos();
            while (left > 0 && !(sent.isEmpty() && waiting.isEmpty())) {
                left = emptied.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        lock.lock();
        try {
            List<Entry> rest = new ArrayList<>(sent.values());
            rest.addAll(waiting);
            sent.clear();
            waiting.clear();
            bytes = 0;
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages are in it. */
    int size() {
        lock.lock();
        try {
            return waiting.size() + sent.size();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the messages in it. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
