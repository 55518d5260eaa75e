package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The log in pages, read from Kafka by a few loaders and kept in memory up to a bound.
 *
 * <p>A page is read once however many ask for it meanwhile, and when one is opened the next is read ahead. A partition always belongs to
 * the same loader, whose consumer stays where it is between pages that follow one another. The queue of loads is bounded by those who ask:
 * each waits for one page per partition.
 *
 * <p>A page at the end of the log is short; what comes later is read when somebody asks for it, and becomes part of the page. An end of
 * the log is told for a tenth of a second, then looked for again. A partition that does not answer in time is
 * {@link PageAnswer.Unavailable} for half a second, then tried again.
 */
public final class KafkaPages implements PageSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaPages.class);

    private final Object lock = new Object();
    private final PageShelf shelf;
    private final Map<PartitionLog, PartitionPlace> places = new HashMap<>();
    private final List<PageLoader> loaders = new ArrayList<>();
    private final PageMeters meters;
    private final LongSupplier nanoTime;
    private boolean open;
    private boolean closed;

    /**
     * Pages that are not read yet; {@link #start} begins.
     *
     * @param consumers makes the consumer of a loader: without a group, {@code isolation.level=read_committed},
     *     {@code auto.offset.reset=none}; see {@link PageConsumer}
     * @param loaders how many threads read, at least 1
     * @param cacheBytes how much is kept in memory
     */
    public KafkaPages(
            Supplier<Consumer<byte[], byte[]>> consumers,
            TopicPlan plan,
            int loaders,
            long cacheBytes,
            MeterRegistry meters,
            LongSupplier nanoTime) {
        if (loaders < 1) {
            throw new IllegalArgumentException("loaders " + loaders + " is below 1");
        }
        this.shelf = new PageShelf(cacheBytes);
        this.meters = new PageMeters(meters, this::bytesHeld);
        this.nanoTime = nanoTime;
        for (int i = 0; i < loaders; i++) {
            this.loaders.add(new PageLoader(this, consumers, plan, nanoTime, i));
        }
    }

    /** Starts the loaders; they connect when the first page is asked for. */
    public void start() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the pages are closed");
            }
            if (open) {
                return;
            }
            open = true;
        }
        loaders.forEach(PageLoader::start);
    }

    @Override
    public PageAnswer page(Topic topic, int partition, long offset, Runnable wake) {
        PartitionLog key = new PartitionLog(topic, partition);
        synchronized (lock) {
            Page page = shelf.find(key, offset);
            if (page != null) {
                meters.hit();
                readAhead(key, page);
                return new PageAnswer.Loaded(page);
            }
            if (!open) {
                return new PageAnswer.Unavailable("the pages are closed");
            }
            PageAnswer known = place(key).answer(offset, nanoTime.getAsLong());
            if (known != null) {
                return known;
            }
            want(key, offset).wakeAlso(wake);
            return new PageAnswer.Loading();
        }
    }

    private void readAhead(PartitionLog key, Page page) {
        long next = page.until();
        // Only where there is more for sure: asking for the end of the log is left to those who stand there.
        if (open && next < place(key).end() && shelf.find(key, next) == null) {
            want(key, next);
        }
    }

    private LoadRequest want(PartitionLog key, long offset) {
        LoadRequest waiting = place(key).wanted().get(PageShelf.blockStart(offset));
        if (waiting != null) {
            return waiting;
        }
        LoadRequest request = new LoadRequest(key, offset);
        place(key).wanted().put(PageShelf.blockStart(offset), request);
        loaders.get(Math.floorMod(key.hashCode(), loaders.size())).load(request);
        return request;
    }

    private PartitionPlace place(PartitionLog key) {
        return places.computeIfAbsent(key, k -> new PartitionPlace());
    }

    /** Begins a page for the request. By its loader. */
    PageDraft draft(LoadRequest request, long from) {
        synchronized (lock) {
            long start = Math.max(shelf.startFor(request.partition(), request.offset()), from);
            return new PageDraft(request, start, shelf.limitFor(request.partition(), start), nanoTime.getAsLong());
        }
    }

    /** The end of the log as it was found last. By the partition's loader. */
    long lastEnd(PartitionLog partition) {
        synchronized (lock) {
            return place(partition).end();
        }
    }

    /** The end of the log was found. By the partition's loader. */
    void endFound(PartitionLog partition, long end) {
        synchronized (lock) {
            place(partition).endIs(end, nanoTime.getAsLong());
        }
    }

    /** A page is read; one without any offset is none. By its loader. */
    void loaded(PageDraft draft) {
        PartitionLog partition = draft.request().partition();
        if (draft.until() > draft.start()) {
            Page page = draft.page();
            meters.loaded(page.entries(null).size());
            synchronized (lock) {
                place(partition).wasRead();
                shelf.put(partition, page, draft.weight());
            }
        }
        done(draft.request());
    }

    /** There is no page: the offset is at the end of the log. By its loader. */
    void atEnd(LoadRequest request) {
        done(request);
    }

    /** There is no page: retention has passed the offset. By its loader. */
    void gone(LoadRequest request, long earliest) {
        synchronized (lock) {
            place(request.partition()).earliestIs(earliest, nanoTime.getAsLong());
        }
        done(request);
    }

    /** There is no page: the log does not answer. By its loader. */
    void failed(LoadRequest request, String reason) {
        synchronized (lock) {
            place(request.partition()).failed(reason, nanoTime.getAsLong());
        }
        done(request);
    }

    private void done(LoadRequest request) {
        Set<Runnable> wakes;
        synchronized (lock) {
            place(request.partition()).wanted().remove(PageShelf.blockStart(request.offset()), request);
            // From here on nobody can add himself: the request is found by that map only.
            wakes = request.wakes();
        }
        for (Runnable wake : wakes) {
            try {
                wake.run();
            } catch (RuntimeException e) {
                log.error("a reader of pages failed when it was woken", e);
            }
        }
    }

    /** Memory that pages take, by {@link PageWeight}. */
    double bytesHeld() {
        synchronized (lock) {
            return shelf.bytes();
        }
    }

    /** Throws every page out: the log is another one. */
    public void forget() {
        synchronized (lock) {
            shelf.clear();
            places.values().forEach(PartitionPlace::forget);
        }
    }

    /** Ends the loaders, in at most five seconds each; whoever waits is woken and finds the log unavailable. May be repeated. */
    @Override
    public void close() {
        synchronized (lock) {
            open = false;
            closed = true;
        }
        loaders.forEach(PageLoader::stop);
        loaders.forEach(PageLoader::awaitEnd);
        meters.close();
    }
}
