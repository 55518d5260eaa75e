package io.firstlight.webedge.hub;

import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.log.RecordLog;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Owns the hub's thread. It opens the log, which gives a hub with the latest state, and then turns: the requests that wait, a batch of
 * records, what is due and those that catch up, one flush of every outbox concerned. When the log is no longer the one that was opened - a
 * topic was made again, records that come next are gone - it begins anew with another hub.
 *
 * <p>Thread-safe. The queue of requests has no bound of its own: whoever sends requests limits how many of its own are in it, as every
 * connection does by reading no further, so connections times that limit is the bound.
 */
public final class HubLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HubLoop.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration CATCH_UP_WAIT = Duration.ofMillis(10);
    private static final Duration REOPEN_PAUSE = Duration.ofSeconds(1);
    private static final int REQUESTS_PER_TURN = 4096;

    private final Opening opening;
    private final LongSupplier clockMs;
    private final Runnable reopening;
    private final Thread thread = new Thread(this::run, "firstlight-hub");
    private final MpscUnboundedArrayQueue<Consumer<Hub>> requests = new MpscUnboundedArrayQueue<>(1024);
    private final CountDownLatch firstReady = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile @Nullable RecordLog parkedIn;
    private volatile @Nullable String outdated;
    private volatile @Nullable Throwable failure;

    /** How the log is opened. */
    public interface Opening {

        /**
         * A hub with the latest state, and the records that follow it.
         *
         * @param self runs a task on the hub's thread soon; may be called by any thread
         */
        Opened open(Executor self) throws InterruptedException;
    }

    /** What was opened: both are the loop's own from now on. */
    public record Opened(Hub hub, RecordLog records) {}

    /**
     * A loop that is not started yet.
     *
     * @param clockMs milliseconds of a clock that never runs backwards, the outboxes' too
     * @param reopening run on the hub's thread when the hub is given up and another begins: its subscriptions are no more
     */
    public HubLoop(Opening opening, LongSupplier clockMs, Runnable reopening) {
        this.opening = opening;
        this.clockMs = clockMs;
        this.reopening = reopening;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Has the hub's thread do something soon; requests of one caller are done in order. */
    public void execute(Consumer<Hub> request) {
        requests.offer(request);
        wakeup();
    }

    /** Has the loop begin anew, because what was opened is no longer the log. */
    public void reopen(String why) {
        outdated = why;
        wakeup();
    }

    private void wakeup() {
        RecordLog records = parkedIn;
        if (records != null) {
            records.wakeup();
        }
    }

    /**
     * Waits until every record that was in the log at the start has been dispatched.
     *
     * @throws IllegalStateException if that fails, or does not happen in time
     */
    public void awaitCaughtUp(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!firstReady.await(50, TimeUnit.MILLISECONDS)) {
            if (ended.getCount() == 0) {
                throw new IllegalStateException("the edge could not read the log", failure);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "the edge did not reach the end of the log in " + timeout.toSeconds() + " s");
            }
        }
    }

    /** Whether the hub is up to date and its thread lives. */
    public boolean healthy() {
        return ready && failure == null && thread.isAlive();
    }

    private void run() {
        try {
            while (isOpen()) {
                readUntilOutdated();
            }
        } catch (InterruptedException e) {
            log.debug("interrupted while the log was opened");
        } catch (RuntimeException | Error e) {
            failure = e;
            log.error("the hub stopped; this edge is no longer ready", e);
        }
        ended.countDown();
    }

    private void readUntilOutdated() throws InterruptedException {
        outdated = null;
        Opened opened;
        try {
            opened = opening.open(task -> execute(hub -> task.run()));
        } catch (RuntimeException e) {
            if (firstReady.getCount() > 0) {
                throw e;
            }
            log.warn("the log cannot be opened again yet: {}", e.getMessage());
            // Ends early when the loop is closed meanwhile; the next turn tries again else.
            if (closing.await(REOPEN_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("closed while the log was away");
            }
            return;
        }
        try (RecordLog records = opened.records()) {
            while (isOpen() && outdated == null) {
                turn(opened.hub(), records);
            }
        }
        if (isOpen()) {
            log.warn("begins anew: {}", outdated);
            ready = false;
            reopening.run();
        }
    }

    private void turn(Hub hub, RecordLog records) {
        hub.advance(clockMs.getAsLong());
        requests.drain(request -> request.accept(hub), REQUESTS_PER_TURN);
        hub.flush();
        // Announced before the look at the queue: a request that comes after the look sees it and wakes the poll.
        parkedIn = records;
        List<LogRecord> batch = records.poll(waitFor(hub));
        parkedIn = null;
        for (LogRecord record : batch) {
            hub.dispatch(record);
        }
        hub.flush();
        if (records.broken() != null) {
            outdated = records.broken();
        }
        if (!ready && records.caughtUp()) {
            ready = true;
            firstReady.countDown();
        }
    }

    private Duration waitFor(Hub hub) {
        if (!isOpen() || outdated != null || !requests.isEmpty() || hub.isBusy()) {
            return Duration.ZERO;
        }
        long dueInMs = hub.nextDueMs() - clockMs.getAsLong();
        Duration most = ready ? IDLE_WAIT : CATCH_UP_WAIT;
        return dueInMs >= most.toMillis() ? most : Duration.ofMillis(Math.max(0, dueInMs));
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    /** Ends the thread and closes the log; waits at most five seconds. */
    @Override
    public void close() {
        closing.countDown();
        wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
