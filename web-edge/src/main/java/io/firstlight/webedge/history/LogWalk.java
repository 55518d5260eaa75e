package io.firstlight.webedge.history;

import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A {@link LogScan} for threads that may wait: bears a log that is away for a while. Not thread-safe. */
public final class LogWalk {

    private static final long ASK_AGAIN_MS = 100;

    private final Semaphore woken = new Semaphore(0);
    private final LogScan scan;
    private final @Nullable Frontier end;
    private final long patienceNanos;
    private final LongSupplier nanoTime;

    /**
     * A walk that has not begun; the parameters are those of {@link LogScan}.
     *
     * @param end where it ends, a place that the log has come to; null at the end of the log
     * @param patience how long one step may wait for the log
     */
    public LogWalk(
            Target target,
            Frontier from,
            @Nullable Frontier end,
            PageSource pages,
            Duration patience,
            LongSupplier nanoTime) {
        this.end = end;
        this.scan = new LogScan(target, from, end, pages, woken::release);
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /** How far the walk has come. */
    public Frontier at() {
        return scan.at();
    }

    private void rest(long leftNanos) throws InterruptedException {
        woken.tryAcquire(Math.min(ASK_AGAIN_MS, leftNanos / 1_000_000 + 1), TimeUnit.MILLISECONDS);
    }

    /** The next step: never {@link LogScan.Step.Waiting}, and {@link LogScan.Step.Unavailable} only when patience has ended. */
    public LogScan.Step next() throws InterruptedException {
        LogScan.Step step = scan.next();
        if (step instanceof LogScan.Step.Hit) {
            return step;
        }
        long deadline = nanoTime.getAsLong() + patienceNanos;
        while (true) {
            long leftNanos = deadline - nanoTime.getAsLong();
            switch (step) {
                case LogScan.Step.Waiting waiting -> {
                    if (leftNanos <= 0 || !woken.tryAcquire(leftNanos, TimeUnit.NANOSECONDS)) {
                        return new LogScan.Step.Unavailable("the log did not answer in time");
                    }
                }
                case LogScan.Step.Unavailable unavailable -> {
                    if (leftNanos <= 0) {
                        return unavailable;
                    }
                    // Nobody says when the log is back; a wake of a page that was asked for earlier only makes the next
                    // look sooner.
                    rest(leftNanos);
                }
                case LogScan.Step.AtEnd atEnd -> {
                    if (end == null || scan.at().reaches(end)) {
                        return atEnd;
                    }
                    // There is more for sure: that the log ended here is what somebody was told a moment ago.
                    if (leftNanos <= 0) {
                        return new LogScan.Step.Unavailable("the log ends before the place that was asked for");
                    }
                    rest(leftNanos);
                }
                default -> {
                    return step;
                }
            }
            step = scan.next();
        }
    }
}
