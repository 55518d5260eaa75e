package io.firstlight.webedge.rest;

import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.history.LogHistory;
import io.firstlight.webedge.history.LogScan;
import io.firstlight.webedge.history.Moment;
import io.firstlight.webedge.history.Moments;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.target.Target;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * {@code GET /api/v1/history}: the records of some addresses between two moments, a line for each stream, in order of time. Lines are
 * written as the log is read; a page ends between records, with the position of the next.
 *
 * <p>A request holds a thread of the server while it is answered: so many at once, no more.
 */
public final class HistoryRoutes {

    static final String PATH = "/api/v1/history";

    /** In a CSV answer: the position of the next page. */
    static final String NEXT = "Firstlight-Next-Position";

    /** In a CSV answer: whether this is the last page. */
    static final String COMPLETE = "Firstlight-Complete";

    /** In a CSV answer: how many lines follow the head; fewer, and the answer was cut off. */
    static final String LINES = "Firstlight-Lines";

    private static final Logger log = LoggerFactory.getLogger(HistoryRoutes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int CONCURRENT = 16;

    private final TokenHeader tokens;
    private final Supplier<@Nullable LogHistory> history;
    private final Semaphore free = new Semaphore(CONCURRENT);

    /**
     * The routes.
     *
     * @param history the past of the log, null while the edge has not opened it
     */
    public HistoryRoutes(TokenHeader tokens, Supplier<@Nullable LogHistory> history) {
        this.tokens = tokens;
        this.history = history;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(PATH, this::get);
    }

    private void get(Context context) throws IOException, InterruptedException {
        Principal principal = tokens.require(context).principal();
        HistoryRequest request = HistoryRequest.of(context);
        LogHistory past = history.get();
        if (past == null) {
            throw new RequestRefused(ErrorCode.NOT_READY, ErrorCode.NOT_READY.meaning());
        }
        Target.OfSelection target = PastQuery.target(
                context,
                principal,
                Right.HISTORY,
                // Requests to producers are no history: they are kept for minutes, and nobody did anything.
                category -> category != Category.INITIAL_STATE
                        && past.layout().names().contains(category.topic()));
        if (!free.tryAcquire()) {
            throw new RequestRefused(
                    ErrorCode.TOO_MANY_REQUESTS, CONCURRENT + " requests for history are being answered; ask again.");
        }
        try {
            answer(context, request, past, target);
        } finally {
            free.release();
        }
    }

    private void answer(Context context, HistoryRequest request, LogHistory past, Target.OfSelection target)
            throws IOException, InterruptedException {
        Set<Topic> topics = target.topics();
        Frontier from = find(past, request.from(), topics);
        Moment to = request.to();
        Frontier end = to == null ? past.times().end(past.layout(), topics) : find(past, to, topics);
        HistoryPage page = page(past, target, from.copy(topics), end, request.limit());
        requireReadable(page.look());
        switch (request.format()) {
            case NDJSON -> writeNdjson(context, past, page);
            case CSV -> {
                // What the head of the answer says is known at the page's end only: so the page is walked twice, the
                // second time through
                // memory as a rule.
                HistoryPage.Result result = page.run(HistoryLines.nowhere());
                if (result.end() == HistoryPage.End.INTERRUPTED) {
                    throw away();
                }
                HistoryPage again = page(past, target, from.copy(topics), result.next(), Integer.MAX_VALUE);
                writeCsv(context, past, again, result, page.lines());
            }
        }
    }

    private static Frontier find(LogHistory past, Moment moment, Set<Topic> topics) throws InterruptedException {
        return switch (past.moments().find(moment, past.layout(), topics)) {
            case Moments.Place.At at -> at.frontier();
            case Moments.Place.Refused refused -> throw new RequestRefused(refused.code(), refused.message());
        };
    }

    private static HistoryPage page(
            LogHistory past, Target.OfSelection target, Frontier from, Frontier end, int limit) {
        return new HistoryPage(target, past.walk(target, from, end, PATIENCE), limit);
    }

    private static void requireReadable(LogScan.Step first) {
        if (first instanceof LogScan.Step.Unavailable) {
            throw away();
        }
        if (first instanceof LogScan.Step.Gone) {
            throw new RequestRefused(ErrorCode.POSITION_LOST, ErrorCode.POSITION_LOST.meaning());
        }
    }

    private static RequestRefused away() {
        return new RequestRefused(ErrorCode.LOG_UNAVAILABLE, "The log does not answer; ask again.");
    }

    private static void writeNdjson(Context context, LogHistory past, HistoryPage page) throws InterruptedException {
        context.contentType("application/x-ndjson; charset=utf-8");
        write(context, out -> {
            HistoryPage.Result result = page.run(HistoryLines.ndjson(out, past.layout()));
            out.write(HistoryLines.ndjsonEnd(result, past.layout()));
        });
    }

    private static void writeCsv(
            Context context, LogHistory past, HistoryPage page, HistoryPage.Result result, int lines)
            throws InterruptedException {
        context.contentType("text/csv; charset=utf-8; header=present")
                .header(NEXT, HistoryLines.token(result.next(), past.layout()))
                .header(COMPLETE, Boolean.toString(result.end() == HistoryPage.End.COMPLETE))
                .header(LINES, Integer.toString(lines));
        write(context, out -> {
            out.write(HistoryLines.CSV_HEAD.getBytes(StandardCharsets.US_ASCII));
            page.run(HistoryLines.csv(out));
        });
    }

    /** Writes an answer's body. */
    private interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private static void write(Context context, Body body) throws InterruptedException {
        try (OutputStream out = new BufferedOutputStream(context.outputStream(), BUFFER_BYTES)) {
            body.write(out);
        } catch (IOException e) {
            log.debug("a client left before the end of its history: {}", e.getMessage());
        }
    }
}
