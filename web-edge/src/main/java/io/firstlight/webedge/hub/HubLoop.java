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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Owns the hub's thread. It opens the log, which fills the hub with the latest state, and then turns: the requests that wait, a batch of
 * records, one flush of every outbox concerned.
 *
 * <p>Thread-safe. The queue of requests has no bound of its own: whoever sends requests limits how many of its own are in it, as every
 * connection does by reading no further, so connections times that limit is the bound.
 */
public final class HubLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HubLoop.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration CATCH_UP_WAIT = Duration.ofMillis(10);
    private static final int REQUESTS_PER_TURN = 4096;

    private final Hub hub;
    private final Opening opening;
    private final Thread thread = new Thread(this::run, "firstlight-hub");
    private final MpscUnboundedArrayQueue<Consumer<Hub>> requests = new MpscUnboundedArrayQueue<>(1024);
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable RecordLog parkedIn;
    private volatile boolean running = true;
    private volatile @Nullable Throwable failure;

    /** How the log is opened: loads the latest state into the hub and returns the records that follow it. */
    public interface Opening {
        RecordLog open(Hub hub) throws InterruptedException;
    }

    /** A loop that is not started yet; from the start on, the hub is its own. */
    public HubLoop(Hub hub, Opening opening) {
        this.hub = hub;
        this.opening = opening;
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
        while (!caughtUp.await(50, TimeUnit.MILLISECONDS)) {
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
        return caughtUp.getCount() == 0 && failure == null && thread.isAlive();
    }

    private void run() {
        try (RecordLog records = opening.open(hub)) {
            while (running) {
                turn(records);
            }
        } catch (InterruptedException e) {
            log.debug("interrupted while the log was opened");
        } catch (RuntimeException | Error e) {
            failure = e;
            log.error("the hub stopped; this edge is no longer ready", e);
        }
        ended.countDown();
    }

    private void turn(RecordLog records) {
        requests.drain(request -> request.accept(hub), REQUESTS_PER_TURN);
        hub.flush();
        // Announced before the look at the queue: a request that comes after the look sees it and wakes the poll.
        parkedIn = records;
        List<LogRecord> batch = records.poll(waitFor());
        parkedIn = null;
        for (LogRecord record : batch) {
            hub.dispatch(record);
        }
        hub.flush();
        if (caughtUp.getCount() > 0 && records.caughtUp()) {
            caughtUp.countDown();
        }
    }

    private Duration waitFor() {
        if (!running || !requests.isEmpty()) {
            return Duration.ZERO;
        }
        return caughtUp.getCount() > 0 ? CATCH_UP_WAIT : IDLE_WAIT;
    }

    /** Ends the thread and closes the log; waits at most five seconds. */
    @Override
    public void close() {
        running = false;
        wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
