package io.firstlight.ingest.source.tail;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/** How far a file is done while its lines are acknowledged in any order: up to the first that is not. Thread-safe. */
final class TailProgress {

    private final Deque<Underway> underWay = new ArrayDeque<>();
    private @Nullable Place done;

    private static final class Underway {
        private Place end;
        private boolean acknowledged;

        Underway(Place end, boolean acknowledged) {
            this.end = end;
            this.acknowledged = acknowledged;
        }
    }

    /** All before the place is done, from the beginning on. */
    synchronized void beginAt(Place place) {
        done = place;
    }

    /** A line was read; lines come in order. Returns what to run when it is done. */
    synchronized Runnable begun(Place end) {
        Underway line = new Underway(end, false);
        underWay.add(line);
        return () -> acknowledged(line);
    }

    /** A line was read that becomes no message. Takes no room of its own behind another such line. */
    synchronized void skipped(Place end) {
        Underway last = underWay.peekLast();
        if (last == null) {
            done = end;
        } else if (last.acknowledged) {
            last.end = end;
        } else {
            underWay.add(new Underway(end, true));
        }
    }

    private synchronized void acknowledged(Underway line) {
        line.acknowledged = true;
        for (Underway first = underWay.peek(); first != null && first.acknowledged; first = underWay.peek()) {
            done = first.end;
            underWay.remove();
        }
    }

    /** Before which place all lines are done; null if none is. */
    synchronized @Nullable Place done() {
        return done;
    }
}
