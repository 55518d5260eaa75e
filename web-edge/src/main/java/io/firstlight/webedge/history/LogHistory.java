package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.target.Target;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The past of one log, put together: its pages, and the answers found in them. Thread-safe. */
public final class LogHistory implements AutoCloseable {

    private final LogLayout layout;
    private final KafkaPages pages;
    private final KafkaLogTimes times;
    private final Moments moments;
    private final LogPast past;

    /**
     * How the past is read.
     *
     * @param kafka {@code host:port,...}
     * @param loaders threads that read pages
     * @param pageBytes how much of pages is kept in memory
     * @param searchRecords offsets that the search for one past state may pass
     */
    public record Settings(String kafka, int loaders, long pageBytes, long searchRecords) {}

    /**
     * The past of the log of that layout; {@link #start} begins.
     *
     * @param admin its owner's
     * @param clockMs unix milliseconds UTC
     */
    public LogHistory(
            Settings settings,
            TopicPlan plan,
            LogLayout layout,
            Admin admin,
            MeterRegistry meters,
            LongSupplier clockMs) {
        this.layout = layout;
        this.pages = new KafkaPages(
                () -> PageConsumer.open(settings.kafka()),
                plan,
                settings.loaders(),
                settings.pageBytes(),
                meters,
                System::nanoTime);
        this.times = new KafkaLogTimes(admin, plan);
        this.moments = new Moments(times, clockMs);
        this.past = new LogPast(() -> layout, times, pages, limits(settings), clockMs, System::nanoTime);
    }

    private static LogPast.Limits limits(Settings settings) {
        return new LogPast.Limits(LogPast.Limits.DEFAULT.waiting(), settings.searchRecords());
    }

    /** Starts to read pages as they are asked for. */
    public void start() {
        pages.start();
    }

    /** The layout of the log that this is the past of. */
    public LogLayout layout() {
        return layout;
    }

    /** The log in pages. */
    public PageSource pages() {
        return pages;
    }

    /** Answers what the state was. */
    public PastStates states() {
        return past;
    }

    /** Finds places. */
    public Moments moments() {
        return moments;
    }

    /** Finds ends and beginnings. */
    public LogTimes times() {
        return times;
    }

    /** A walk for a thread that may wait. */
    public LogWalk walk(Target target, Frontier from, @Nullable Frontier end, Duration patience) {
        return new LogWalk(target, from, end, pages, patience, System::nanoTime);
    }

    /** Ends what is being read, bounded in time; may be repeated. */
    @Override
    public void close() {
        past.close();
        pages.close();
    }
}
