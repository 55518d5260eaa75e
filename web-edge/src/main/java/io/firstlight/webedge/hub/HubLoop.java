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
 * Owns the hub's thread. A turn: the requests that wait, then a batch of records, then one flush of every outbox concerned.
 *
 * <p>Thread-safe. The queue of requests has no bound of its own: whoever sends requests limits how many of its own are in it, as every
 * connection does by reading no further, so connections times that limit is the bound.
 */
public final class HubLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HubLoop.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final int REQUESTS_PER_TURN = 4096;

    private final Hub hub;
    private final RecordLog records;
    private final Thread thread = new Thread(this::run, "firstlight-hub");
    private final MpscUnboundedArrayQueue<Consumer<Hub>> requests = new MpscUnboundedArrayQueue<>(1024);
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile boolean parked;
    private volatile boolean running = true;
    private volatile @Nullable Throwable failure;

    /** A loop that is not started yet; takes over both. */
    public HubLoop(Hub hub, RecordLog records) {
        this.hub = hub;
        this.records = records;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Has the hub's thread do something soon; requests of one caller are done in order. */
    public void execute(Consumer<Hub> request) {
        requests.offer(request);
        if (parked) {
            records.wakeup();
        }
    }

    /**
     * Waits until every record that was in the log at the start has been dispatched.
     *
     * @return whether that happened in time
     */
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the hub is up to date and its thread lives. */
    public boolean healthy() {
        return caughtUp.getCount() == 0 && failure == null && thread.isAlive();
    }

    private void run() {
        try (records) {
            while (running) {
                turn();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            log.error("the hub stopped; this edge is no longer ready", e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void turn() {
        requests.drain(request -> request.accept(hub), REQUESTS_PER_TURN);
        hub.flush();
        // Announced before the look at the queue: a request that comes after the look sees it and wakes the poll.
        parked = true;
        List<LogRecord> batch = records.poll(requests.isEmpty() ? IDLE_WAIT : Duration.ZERO);
        parked = false;
        for (LogRecord record : batch) {
            hub.dispatch(record);
        }
        hub.flush();
        if (caughtUp.getCount() > 0 && records.caughtUp()) {
            caughtUp.countDown();
        }
    }

    /** Ends the thread and closes the log; waits at most five seconds. */
    @Override
    public void close() {
        running = false;
        records.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
