package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.TopicPlan;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Owns a thread and, on it, one {@link PageReader}: hands it the requests as they come and has it read. After a failure that the reader
 * does not know how to go on from, the next request gets a new one.
 */
final class PageLoader {

    private static final Logger log = LoggerFactory.getLogger(PageLoader.class);

    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final KafkaPages pages;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicPlan plan;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final Object lock = new Object();
    private final Deque<LoadRequest> requests = new ArrayDeque<>();
    private boolean running = true;

    PageLoader(
            KafkaPages pages,
            Supplier<Consumer<byte[], byte[]>> consumers,
            TopicPlan plan,
            LongSupplier nanoTime,
            int number) {
        this.pages = pages;
        this.consumers = consumers;
        this.plan = plan;
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::run, "firstlight-pages-" + number);
    }

    void start() {
        thread.start();
    }

    /** Has a page read soon. */
    void load(LoadRequest request) {
        synchronized (lock) {
            requests.add(request);
            lock.notifyAll();
        }
    }

    private void run() {
        PageReader reader = null;
        try {
            while (awaitWork(reader)) {
                reader = turn(reader);
            }
        } catch (InterruptedException e) {
            log.debug("a loader of pages was interrupted");
        } finally {
            end(reader);
        }
    }

    private @Nullable PageReader turn(@Nullable PageReader reader) {
        PageReader current = reader;
        try {
            if (current == null) {
                current = new PageReader(consumers.get(), pages, plan, nanoTime);
            }
            current.begin(take(current));
            current.read();
            return current;
        } catch (RuntimeException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            log.warn("pages of the log could not be read: {}", reason, e instanceof KafkaException ? null : e);
            close(current, reason);
            drain().forEach(request -> pages.failed(request, reason));
            return null;
        }
    }

    private boolean awaitWork(@Nullable PageReader reader) throws InterruptedException {
        synchronized (lock) {
            while (running && requests.isEmpty() && (reader == null || reader.idle())) {
                lock.wait();
            }
            return running;
        }
    }

    /** The requests that can begin: a partition is read for one page at a time. */
    private List<LoadRequest> take(PageReader reader) {
        List<LoadRequest> taken = new ArrayList<>();
        synchronized (lock) {
            Iterator<LoadRequest> waiting = requests.iterator();
            while (waiting.hasNext()) {
                LoadRequest request = waiting.next();
                if (!reader.busyWith(request.partition())
                        && taken.stream().noneMatch(other -> other.partition().equals(request.partition()))) {
                    taken.add(request);
                    waiting.remove();
                }
            }
        }
        return taken;
    }

    private List<LoadRequest> drain() {
        synchronized (lock) {
            List<LoadRequest> all = new ArrayList<>(requests);
            requests.clear();
            return all;
        }
    }

    private void end(@Nullable PageReader reader) {
        stop();
        close(reader, "the pages are closed");
        drain().forEach(request -> pages.failed(request, "the pages are closed"));
    }

    private static void close(@Nullable PageReader reader, String reason) {
        if (reader != null) {
            try {
                reader.close(reason);
            } catch (RuntimeException e) {
                log.warn("a consumer could not be closed: {}", e.getMessage());
            }
        }
    }

    /** Has the thread end. */
    void stop() {
        synchronized (lock) {
            running = false;
            lock.notifyAll();
        }
    }

    /** Waits for the thread's end, at most five seconds. */
    void awaitEnd() {
        try {
            // In milliseconds: a thread that was never started has ended, which the variant with a duration refuses.
            thread.join(END_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
