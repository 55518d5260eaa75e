package io.firstlight.webedge.hub;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done at a time. Owned by the hub's thread; the clock is the caller's. */
final class Timers {

    private record Timer(long dueMs, long number, Runnable task) {}

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::dueMs).thenComparingLong(Timer::number));
    private long count;

    /** Has the task done when the time has come. A task that has become pointless by then must find out itself. */
    void at(long dueMs, Runnable task) {
        timers.add(new Timer(dueMs, count++, task));
    }

    /** Does what is due. */
    void run(long nowMs) {
        for (Timer timer = timers.peek(); timer != null && timer.dueMs <= nowMs; timer = timers.peek()) {
            timers.remove();
            timer.task.run();
        }
    }

    /** When the next task is due; {@link Long#MAX_VALUE} if there is none. */
    long nextDueMs() {
        Timer next = timers.peek();
        return next == null ? Long.MAX_VALUE : next.dueMs;
    }
}
