package io.firstlight.webedge.log;

import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few seconds whether the cluster answers and whether its topics are still those that the edge began with. A consumer tells
 * neither: it waits in silence for brokers that are away, and reads a topic that was made again as if nothing had happened. Owns a thread.
 */
public final class LayoutWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LayoutWatch.class);

    private final Admin admin;
    private final TopicPlan plan;
    private final Duration every;
    private final LogHealth health;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "firstlight-layout-watch");
    private volatile LogLayout expected;
    private boolean reachable = true;

    /**
     * A watch that has not begun.
     *
     * @param admin left open; its time limit for calls bounds how late an absence is noticed
     */
    public LayoutWatch(Admin admin, TopicPlan plan, LogLayout expected, Duration every, LogHealth health) {
        this.admin = admin;
        this.plan = plan;
        this.expected = expected;
        this.every = every;
        this.health = health;
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** From now on this layout is the expected one. */
    public void expect(LogLayout layout) {
        expected = layout;
    }

    private void run() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        LogLayout before = expected;
        try {
            LogLayout now = LogLayouts.read(admin, plan, before.names());
            tell(true);
            if (!now.equals(before) && before.equals(expected)) {
                expected = now;
                health.layoutChanged(now);
            }
        } catch (KafkaException e) {
            // A topic that is missing is on its way to being made again, or somebody has to; both are no log to read.
            log.warn("the log cannot be read: {}", e.getMessage());
            tell(false);
        }
    }

    private void tell(boolean now) {
        if (now != reachable) {
            reachable = now;
            health.reachable(now);
        }
    }

    /** Ends the watch; waits for a look under way no longer than the admin client lets it take. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
