package io.firstlight.webedge.rest;

import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.history.LogScan;
import io.firstlight.webedge.history.LogWalk;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of history: whole records of a walk, as many as give no more lines than the limit, but at least one. Not thread-safe.
 */
final class HistoryPage {

    private final Target.OfSelection target;
    private final LogWalk walk;
    private final int limit;
    private int lines;
    private LogScan.@Nullable Step looked;

    /** Takes the lines of one record, and where it stands then. */
    interface Lines {
        void record(LogEntry entry, ComponentRecord component, List<StreamSpan> streams, Frontier after)
                throws IOException;
    }

    /** How a page ended. */
    enum End {
        /** Everything asked for has been given. */
        COMPLETE,
        /** There is more. */
        LIMIT,
        /** The log went away, or retention passed the page; what was given is good. */
        INTERRUPTED
    }

    /**
     * How far a page has come.
     *
     * @param next everything asked for has been given up to here, nothing after
     */
    record Result(End end, Frontier next) {}

    HistoryPage(Target.OfSelection target, LogWalk walk, int limit) {
        this.target = target;
        this.walk = walk;
        this.limit = limit;
    }

    /** Looks at what comes first, without taking it: what stands in the way of the page, if anything. */
    LogScan.Step look() throws InterruptedException {
        LogScan.Step step = walk.next();
        looked = step;
        return step;
    }

    /** Lines given. */
    int lines() {
        return lines;
    }

    /** Gives the page's records. */
    Result run(Lines sink) throws InterruptedException, IOException {
        while (true) {
            LogScan.Step step = looked == null ? walk.next() : looked;
            looked = null;
            if (!(step instanceof LogScan.Step.Hit hit)) {
                return new Result(step instanceof LogScan.Step.AtEnd ? End.COMPLETE : End.INTERRUPTED, walk.at());
            }
            LogEntry entry = hit.entry();
            ComponentRecord component = entry.component();
            if (component == null) {
                continue;
            }
            List<StreamSpan> streams = streams(component);
            if (lines > 0 && lines + streams.size() > limit) {
                return new Result(
                        End.LIMIT,
                        walk.at().copyBefore(entry.record(), walk.at().topics()));
            }
            lines += streams.size();
            sink.record(entry, component, streams, walk.at());
        }
    }

    private List<StreamSpan> streams(ComponentRecord component) {
        List<StreamSpan> streams = new ArrayList<>(component.streams().size());
        for (StreamSpan stream : component.streams()) {
            if (target.includes(component, stream.stream())) {
                streams.add(stream);
            }
        }
        return streams;
    }
}
