package io.firstlight.webedge.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was checked, so that a run that checked nothing is seen; keeps positions that clients were told, to be resumed from. */
final class Checks {

    private static final int KEPT_TOKENS = 64;

    private final List<String> tokens = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private int told;

    /** What was seen: a run in which something never happens proves nothing of it. */
    enum Kind {
        FRAME,
        POSITION,
        MERGED,
        ANSWER,
        RECOVERED,
        LAGGING,
        HOLE,
        CLOSED,
        END
    }

    void count(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    void position(String token) {
        count(Kind.POSITION);
        if (tokens.size() < KEPT_TOKENS) {
            tokens.add(token);
        } else {
            tokens.set(told % KEPT_TOKENS, token);
        }
        told++;
    }

    /** Positions that clients were told, to be resumed from. */
    List<String> tokens() {
        return tokens;
    }

    long of(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Takes over the counts of another run. */
    void add(Checks other) {
        other.counts.forEach((kind, more) -> counts.merge(kind, more, Long::sum));
    }

    /** Frames, answers and ends that were found right. */
    long total() {
        return of(Kind.FRAME) + of(Kind.ANSWER) + of(Kind.POSITION) + of(Kind.END);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
