package io.firstlight.webedge.history;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the state was, found in the log itself: on a few threads of its own, through the pages that all readers share. More questions than
 * threads and queue take are refused with {@link ErrorCode#TOO_MANY_REQUESTS}; a log that does not answer, with
 * {@link ErrorCode#LOG_UNAVAILABLE}.
 */
public final class LogPast implements PastStates, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogPast.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int THREADS = 2;

    private final Supplier<LogLayout> layout;
    private final LogTimes times;
    private final Moments moments;
    private final PageSource pages;
    private final Limits limits;
    private final LongSupplier clockMs;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor executor;

    /**
     * Bounds of what questions may cost.
     *
     * @param waiting questions that may wait beside those being answered
     * @param records offsets that the search for one answer may pass; the rest of the answer is unknown
     */
    public record Limits(int waiting, long records) {

        /** What an edge has unless it is configured. */
        public static final Limits DEFAULT = new Limits(16, 5_000_000);

        public Limits {
            if (waiting < 1 || records < 1) {
                throw new IllegalArgumentException(
                        "waiting " + waiting + " and records " + records + " must be positive");
            }
        }
    }

    /**
     * Answers questions about the log that those times and pages are of.
     *
     * @param layout the log's layout as it is now
     * @param clockMs unix milliseconds UTC
     */
    public LogPast(
            Supplier<LogLayout> layout,
            LogTimes times,
            PageSource pages,
            Limits limits,
            LongSupplier clockMs,
            LongSupplier nanoTime) {
        this.layout = layout;
        this.times = times;
        this.moments = new Moments(times, clockMs);
        this.pages = pages;
        this.limits = limits;
        this.clockMs = clockMs;
        this.nanoTime = nanoTime;
        this.executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.waiting()),
                Thread.ofPlatform().name("firstlight-past-", 0).daemon(true).factory());
        this.executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void ask(Question question, Consumer<Answer> answer) {
        try {
            executor.execute(new Search(question, answer));
        } catch (RejectedExecutionException e) {
            answer.accept(new Answer.Refused(
                    ErrorCode.TOO_MANY_REQUESTS, "Too many questions about the past are being answered; ask again."));
        }
    }

    /** A question in the queue. */
    private final class Search implements Runnable {
        private final Question question;
        private final Consumer<Answer> answer;

        Search(Question question, Consumer<Answer> answer) {
            this.question = question;
            this.answer = answer;
        }

        @Override
        public void run() {
            answer.accept(result());
        }

        private Answer result() {
            try {
                return search(question);
            } catch (LogTimes.LogAwayException e) {
                log.warn("the past of {} cannot be read: {}", question.target().name(), e.getMessage());
                return new Answer.Refused(ErrorCode.LOG_UNAVAILABLE, "The log does not answer; ask again.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return closed();
            } catch (RuntimeException e) {
                log.error(
                        "the search for the past of {} failed",
                        question.target().name(),
                        e);
                return new Answer.Refused(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning());
            }
        }

        void refuse() {
            answer.accept(closed());
        }

        private Answer closed() {
            return new Answer.Refused(ErrorCode.NOT_READY, "The edge is shutting down.");
        }
    }

    private Answer search(Question question) throws InterruptedException {
        LogLayout now = layout.get();
        Set<Topic> topics = question.target().topics();
        Frontier until = null;
        if (question.until() != null) {
            switch (moments.find(question.until(), now, topics)) {
                case Moments.Place.Refused refused -> {
                    return new Answer.Refused(refused.code(), refused.message());
                }
                case Moments.Place.At place -> until = place.frontier();
            }
        }
        return switch (moments.find(question.at(), now, topics)) {
            case Moments.Place.Refused refused -> new Answer.Refused(refused.code(), refused.message());
            case Moments.Place.At place -> {
                StateSearch search =
                        new StateSearch(question.target(), place.frontier(), now, times, this::walk, limits.records());
                search.run(question.known(), question.knownAt(), clockMs.getAsLong());
                yield new Answer.Found(place.frontier(), until, search.values(), search.unknown());
            }
        };
    }

    private LogWalk walk(Target target, Frontier from, @Nullable Frontier end) {
        return new LogWalk(target, from, end, pages, PATIENCE, nanoTime);
    }

    /** Gives up what is being searched for, in at most five seconds; every question is still answered. May be repeated. */
    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            if (waiting instanceof Search search) {
                search.refuse();
            }
        }
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("a search for the past did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
