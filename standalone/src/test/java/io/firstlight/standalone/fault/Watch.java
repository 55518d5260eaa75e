package io.firstlight.standalone.fault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks twenty times a second who is behind: a client that lacks a record sent more than a second ago, state or archive if they lack
 * one that was acknowledged more than two seconds ago. Thread-safe.
 */
final class Watch implements AutoCloseable {

    /** Who follows the log. */
    enum Part {
        CLIENTS(1),
        STATE(2),
        ARCHIVE(2);

        private final long patienceNanos;

        Part(int patienceSeconds) {
            this.patienceNanos = TimeUnit.SECONDS.toNanos(patienceSeconds);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final long LOOK_MS = 50;

    private final Map<Part, Follower> followers;
    private final Map<Part, Long> lastBehindNanos = new EnumMap<>(Part.class);
    private final Set<Part> behindNow = EnumSet.noneOf(Part.class);
    private final Map<Part, Long> longestWaitNanos = new EnumMap<>(Part.class);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch").factory());
    private long beganNanos = System.nanoTime();

    Watch(Map<Part, Follower> followers) {
        this.followers = new EnumMap<>(followers);
        var unused = timer.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        long now = System.nanoTime();
        followers.forEach((part, follower) -> {
            long since = follower.waitsSince();
            long waits = since == NumberedStream.NEVER ? 0 : now - since;
            longestWaitNanos.merge(part, waits, Math::max);
            boolean behind = waits > part.patienceNanos;
            if (behind) {
                lastBehindNanos.put(part, now);
            }
            if (behind ? behindNow.add(part) : behindNow.remove(part)) {
                log.info("{} s: {} {}", (now - beganNanos) / 1e9, part, behind ? "behind" : "level");
            }
        });
    }

    /** Forgets everything: what is told from now on is since now. */
    synchronized void begin() {
        beganNanos = System.nanoTime();
        lastBehindNanos.clear();
        longestWaitNanos.clear();
    }

    /** Since the beginning, when it was last behind; 0 if it never was. */
    synchronized double behindUntilSeconds(Part part) {
        Long last = lastBehindNanos.get(part);
        return last == null ? 0 : (last - beganNanos) / 1e9;
    }

    /** The longest that a record has waited since the beginning. */
    synchronized double longestWaitSeconds(Part part) {
        return longestWaitNanos.getOrDefault(part, 0L) / 1e9;
    }

    /** For how long nobody has been behind. */
    synchronized double quietSeconds() {
        long last = lastBehindNanos.values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(beganNanos);
        return (System.nanoTime() - last) / 1e9;
    }

    /** Whether nothing at all waits: only once the load pauses. */
    boolean isLevel(Part part) {
        return Objects.requireNonNull(followers.get(part)).waitsSince() == NumberedStream.NEVER;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
