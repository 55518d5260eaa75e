package io.firstlight.webedge.hub;

import io.firstlight.webedge.history.LogScan;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.outbox.Outbox;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;

/**
 * One subscription on its way to live: frames that come first (a snapshot, the state of a replay's beginning), then every record from a
 * frontier on, from the hub's tail where it reaches and else from the log, at the pace of the client. When it has reached the hub it is
 * live: both are walked by one thread, so there is no seam.
 *
 * <p>Owned by the hub's thread; it never blocks, and holds one frame and one record at most.
 */
final class CatchUp {

    /** How long a position may be ahead of what this edge has read before it is taken for wrong: edges differ by moments only. */
    static final long AHEAD_PATIENCE_MS = 5000;

    /** How long to wait before the log is asked again when it cannot be read. */
    private static final long RETRY_MS = 500;

    private final Subscription subscription;
    private final Ground ground;
    private final Frontier at;
    private final @Nullable Frontier end;
    private final @Nullable Pace pace;
    private final Throttle throttle;
    private Iterator<byte[]> opening;
    private boolean resolving;
    private boolean queued;
    private boolean awaitsRoom;
    private final Answers.@Nullable Notice whenLive;
    private @Nullable LogScan scan;
    private @Nullable TailWalk walk;
    private byte @Nullable [] heldFrame;
    private @Nullable LogEntry heldEntry;
    private final long sinceMs;

    /** What a turn of work came to. */
    sealed interface Progress {

        /** It could go on at once. */
        record More() implements Progress {}

        /** The client must read first: the outbox says when. */
        record NoRoom() implements Progress {}

        /** A page is being read: its source says when. */
        record NoPage() implements Progress {}

        /** The hub must dispatch something first. */
        record NoRecord() implements Progress {}

        /** A time must come first. */
        record NotYet(long dueMs) implements Progress {}

        /** The client has paused it. */
        record Paused() implements Progress {}

        /** It has reached the hub. */
        record Live() implements Progress {}

        /** The replay has reached its end. */
        record Ended() implements Progress {}

        /** The position holds, and the client is to be told so before the first record; then it could go on. */
        record Resolved() implements Progress {}

        /** It cannot go on from where it stands. */
        record Lost(Answers.Resumption reason) implements Progress {}
    }

    private CatchUp(
            Subscription subscription,
            Ground ground,
            Frontier at,
            @Nullable Frontier end,
            @Nullable Pace pace,
            Iterator<byte[]> opening,
            boolean resolving,
            Answers.@Nullable Notice whenLive) {
        this.subscription = subscription;
        this.ground = ground;
        this.at = at;
        this.end = end;
        this.pace = pace;
        this.throttle = subscription.shape().throttle();
        this.opening = opening;
        this.resolving = resolving;
        this.whenLive = whenLive;
        this.sinceMs = ground.nowMs();
    }

    /** From a client's position on, if that can be. */
    static CatchUp resuming(Subscription subscription, Ground ground, Frontier at) {
        return new CatchUp(subscription, ground, at, null, null, Collections.emptyIterator(), true, null);
    }

    /** From where a client has become too slow. */
    static CatchUp lagging(Subscription subscription, Ground ground, Frontier at, byte @Nullable [] notice) {
        Iterator<byte[]> first = notice == null
                ? Collections.emptyIterator()
                : Collections.singleton(notice).iterator();
        return new CatchUp(subscription, ground, at, null, null, first, false, Answers.Notice.CAUGHT_UP);
    }

    /** Frames first, then from the place where they were taken. */
    static CatchUp after(
            Subscription subscription,
            Ground ground,
            Iterator<byte[]> frames,
            Frontier at,
            Answers.@Nullable Notice whenLive) {
        return new CatchUp(subscription, ground, at, null, null, frames, false, whenLive);
    }

    /** A replay: the state of its beginning, then the records at a pace, to the end or over into live. */
    static CatchUp replay(
            Subscription subscription,
            Ground ground,
            Iterator<byte[]> state,
            Frontier at,
            @Nullable Frontier end,
            Pace pace) {
        return new CatchUp(subscription, ground, at, end, pace, state, false, Answers.Notice.LIVE);
    }

    Subscription subscription() {
        return subscription;
    }

    /** The pace of a replay, null of any other. */
    @Nullable
    Pace pace() {
        return pace;
    }

    boolean isReplay() {
        return pace != null;
    }

    /** Whether its position has yet to be found good. */
    boolean isResolving() {
        return resolving;
    }

    /** Whether it stands in the queue of those that could go on. */
    boolean isQueued() {
        return queued;
    }

    void queued(boolean now) {
        queued = now;
    }

    /** Whether it waits for its client to read. */
    boolean awaitsRoom() {
        return awaitsRoom;
    }

    void awaitsRoom(boolean now) {
        awaitsRoom = now;
    }

    /** What the client is to be told when it has become live. */
    Answers.@Nullable Notice whenLive() {
        return whenLive;
    }

    /** What the client has been given: only a position if nothing of it is still held back. */
    @Nullable
    Frontier seen() {
        return heldFrame == null && heldEntry == null && !opening.hasNext() && !resolving ? at : null;
    }

    /** Goes on for so many frames, or until something is in the way. */
    Progress work(int frames, long nowMs) {
        for (int i = 0; i < frames; i++) {
            Progress progress = step(nowMs);
            if (!(progress instanceof Progress.More)) {
                return progress;
            }
        }
        return new Progress.More();
    }

    private Progress step(long nowMs) {
        if (heldFrame != null) {
            if (!outbox().offerPatiently(heldFrame)) {
                return new Progress.NoRoom();
            }
            heldFrame = null;
            return new Progress.More();
        }
        if (opening.hasNext()) {
            heldFrame = opening.next();
            return new Progress.More();
        }
        if (resolving) {
            return resolve(nowMs);
        }
        if (pace != null && pace.isPaused()) {
            return new Progress.Paused();
        }
        if (heldEntry == null) {
            Progress found = findNext(nowMs);
            if (heldEntry == null) {
                return found;
            }
        }
        return deliver(heldEntry, nowMs);
    }

    /** Whether the position is in this log, which for one behind the tail only the log itself can tell. */
    private Progress resolve(long nowMs) {
        // Once the log is asked, its pages may lead this beyond the hub; where the client stood has been reached by
        // then.
        if (scan == null && !at.isReachedBy(ground.frontier())) {
            return nowMs - sinceMs < AHEAD_PATIENCE_MS
                    ? new Progress.NotYet(Math.min(nowMs + 20, sinceMs + AHEAD_PATIENCE_MS))
                    : new Progress.Lost(Answers.Resumption.AHEAD);
        }
        if (!ground.tail().covers(at)) {
            Progress found = findInLog(nowMs);
            if (heldEntry == null && !(found instanceof Progress.More)) {
                return found;
            }
        }
        resolving = false;
        return new Progress.Resolved();
    }

    private Progress findNext(long nowMs) {
        if (end != null) {
            Progress found = at.reaches(end) ? new Progress.Ended() : findInLog(nowMs);
            return heldEntry == null && at.reaches(end) ? new Progress.Ended() : found;
        }
        if (ground.tail().covers(at)) {
            scan = null;
            if (walk == null) {
                if (at.reaches(ground.frontier()) && at.isReachedBy(ground.frontier())) {
                    // As most who come here, after a snapshot: to find their place in the tail they would walk through
                    // all of it.
                    return new Progress.Live();
                }
                walk = new TailWalk(ground.tail(), subscription.target(), at);
            }
            heldEntry = walk.next();
            if (heldEntry != null) {
                return new Progress.More();
            }
            return at.isReachedBy(ground.frontier()) ? new Progress.Live() : new Progress.NoRecord();
        }
        return findInLog(nowMs);
    }

    private Progress findInLog(long nowMs) {
        walk = null;
        LogScan reading = scan;
        if (reading == null) {
            reading = new LogScan(subscription.target(), at, end, ground.pages(), () -> ground.wake(this));
            scan = reading;
        }
        return switch (reading.next()) {
            case LogScan.Step.Hit hit -> {
                heldEntry = hit.entry();
                yield new Progress.More();
            }
            case LogScan.Step.Waiting waiting -> new Progress.NoPage();
            // The end of the log as far as it can be read now; the tail, which covers it, goes on from there.
            case LogScan.Step.AtEnd atEnd ->
                end == null && ground.tail().covers(at)
                        ? new Progress.More()
                        : new Progress.NotYet(nowMs + RETRY_MS / 10);
            case LogScan.Step.Gone gone -> new Progress.Lost(Answers.Resumption.RETENTION_PASSED);
            case LogScan.Step.Unavailable unavailable -> new Progress.NotYet(nowMs + RETRY_MS);
        };
    }

    private Progress deliver(LogEntry entry, long nowMs) {
        if (pace != null) {
            long dueMs = pace.dueMs(entry.record().timestampMs(), nowMs);
            if (dueMs > nowMs) {
                return new Progress.NotYet(dueMs);
            }
        }
        heldEntry = null;
        int heldBack = throttle.admit(entry);
        if (heldBack == Throttle.HELD_BACK) {
            return new Progress.More();
        }
        String token = subscription.shape().hasPositions() ? ground.token(at) : null;
        heldFrame = Frames.of(
                subscription.shape(),
                subscription.target(),
                entry,
                Extras.at(token).after(heldBack));
        return new Progress.More();
    }

    private Outbox outbox() {
        return subscription.subscriber().outbox();
    }
}
