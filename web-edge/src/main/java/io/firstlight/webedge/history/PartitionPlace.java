package io.firstlight.webedge.history;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** What is known of one partition besides its pages. Guarded by the lock of {@link KafkaPages}. */
final class PartitionPlace {

    /** How long an end of the log, or its beginning, may be told without asking for it again. */
    private static final long FRESH_NANOS = 100_000_000L;

    /** How long a partition that could not be read is left alone. */
    private static final long REST_NANOS = 500_000_000L;

    private final Map<Long, LoadRequest> wanted = new HashMap<>();
    private long end;
    private long endAtNanos;
    private boolean endKnown;
    private long earliest;
    private long earliestAtNanos;
    private boolean earliestKnown;
    private @Nullable String trouble;
    private long troubleAtNanos;

    /** What can be said of an offset that is in no page, without asking the log; null if nothing. */
    @Nullable
    PageAnswer answer(long offset, long nowNanos) {
        if (endKnown && offset >= end && nowNanos - endAtNanos < FRESH_NANOS) {
            return new PageAnswer.AtEnd();
        }
        if (earliestKnown && offset < earliest && nowNanos - earliestAtNanos < FRESH_NANOS) {
            return new PageAnswer.Gone(earliest);
        }
        if (trouble != null && nowNanos - troubleAtNanos < REST_NANOS) {
            return new PageAnswer.Unavailable(trouble);
        }
        return null;
    }

    /** The requests under way, by the block that they are for. */
    Map<Long, LoadRequest> wanted() {
        return wanted;
    }

    /** The end of the log as it was found last; 0 if never. */
    long end() {
        return end;
    }

    void endIs(long offset, long nowNanos) {
        end = offset;
        endAtNanos = nowNanos;
        endKnown = true;
        trouble = null;
    }

    void earliestIs(long offset, long nowNanos) {
        earliest = offset;
        earliestAtNanos = nowNanos;
        earliestKnown = true;
        trouble = null;
    }

    /** Nothing is known any more; requests go on. */
    void forget() {
        end = 0;
        endKnown = false;
        earliestKnown = false;
        trouble = null;
    }

    void wasRead() {
        trouble = null;
    }

    void failed(String reason, long nowNanos) {
        trouble = reason;
        troubleAtNanos = nowNanos;
    }
}
