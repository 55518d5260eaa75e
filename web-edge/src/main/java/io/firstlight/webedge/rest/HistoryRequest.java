package io.firstlight.webedge.rest;

import io.firstlight.webedge.history.Moment;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What {@code GET /api/v1/history} asks, the addresses apart.
 *
 * @param from the place after which to begin
 * @param to the last moment; null for the end of the log
 * @param limit most lines, 1 to {@value #MAX_LIMIT}
 * @param format how they are written
 */
record HistoryRequest(Moment from, @Nullable Moment to, int limit, Format format) {

    static final int DEFAULT_LIMIT = 1000;
    static final int MAX_LIMIT = 100_000;

    private static final Set<String> NAMES = Set.of(PastQuery.ADDRESS, "from", "to", "limit", "position", "format");

    /** How lines are written. */
    enum Format {
        NDJSON,
        CSV
    }

    /** Reads the parameters; a position, of the page before, goes before {@code from}. */
    static HistoryRequest of(Context context) {
        PastQuery.requireOnly(context, NAMES);
        String position = PastQuery.single(context, "position");
        Moment from = PastQuery.moment(context, "from");
        Moment begin = position == null ? from : PastQuery.position("position", position);
        if (begin == null) {
            throw PastQuery.bad("Give 'from', a time or a position, or 'position'.");
        }
        return new HistoryRequest(begin, PastQuery.moment(context, "to"), limit(context), format(context));
    }

    private static int limit(Context context) {
        String text = PastQuery.single(context, "limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both mistakes.
        }
        throw PastQuery.bad("limit must be a whole number from 1 to " + MAX_LIMIT + ", and is '" + text + "'.");
    }

    private static Format format(Context context) {
        String text = PastQuery.single(context, "format");
        if (text == null) {
            String accepted = context.header("Accept");
            return accepted != null && accepted.contains("text/csv") ? Format.CSV : Format.NDJSON;
        }
        return switch (text) {
            case "ndjson" -> Format.NDJSON;
            case "csv" -> Format.CSV;
            default -> throw PastQuery.bad("format must be ndjson or csv, and is '" + text + "'.");
        };
    }
}
