package io.firstlight.webedge.rest;

import io.firstlight.archive.page.MessagePages;
import io.firstlight.archive.page.MessageQuestion;
import io.firstlight.webedge.history.Moment;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The query of a list of messages: fpesa's {@code offset}, {@code limit} and {@code paginationId}, checked in its words and as strictly - any
 * digits, the last of repeated values, nothing else - and ours: {@code from}, {@code to}, {@code where} with {@code next}, {@code details}.
 *
 * @param offset how many messages of the list to pass over
 * @param limit most messages wanted
 * @param question of which list
 * @param where the JSON path that messages must match; null for all
 * @param next where the search for matches goes on; null for the beginning
 * @param details whether each message comes with its id, number and time
 */
record MessageQuery(
        long offset,
        int limit,
        MessageQuestion question,
        @Nullable String where,
        @Nullable Long next,
        boolean details) {

    private static final List<String> NUMBERS = List.of("offset", "limit", "paginationId", "next");
    private static final List<String> REQUIRED = List.of("offset", "limit");
    private static final List<String> OTHERS = List.of("from", "to", "where", "details");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    /** Longest piece of a query that is shown to its sender. */
    private static final int SHOWN_CHARS = 100;

    /** Reads the query, or refuses the request. */
    static MessageQuery of(Context context) throws IOException {
        requireNoBody(context);
        Map<String, List<String>> query = query(context);
        for (String name : query.keySet()) {
            if (!NUMBERS.contains(name) && !OTHERS.contains(name)) {
                throw PastQuery.bad("Additional properties are not allowed (" + quoted(name) + " was unexpected)");
            }
        }
        for (String name : NUMBERS) {
            String text = last(query, name);
            if (text == null && REQUIRED.contains(name)) {
                throw PastQuery.bad("'" + name + "' is a required property");
            }
            if (text != null && !DIGITS.matcher(text).matches()) {
                throw PastQuery.bad(quoted(text) + " does not match '^[0-9]+$'");
            }
        }
        long offset = number(String.valueOf(last(query, "offset")));
        if (offset == Long.MAX_VALUE) {
            throw PastQuery.bad("offset is too large");
        }
        String where = last(query, "where");
        String next = last(query, "next");
        if (where != null && offset > 0) {
            throw PastQuery.bad("offset must be 0 with where: go on with next, as the answer before told it");
        }
        if (where == null && next != null) {
            throw PastQuery.bad("next goes with where only");
        }
        String paginationId = last(query, "paginationId");
        return new MessageQuery(
                offset,
                (int) Math.min(number(String.valueOf(last(query, "limit"))), MessagePages.MAX_LIMIT),
                new MessageQuestion(
                        paginationId == null ? null : number(paginationId), time(query, "from"), time(query, "to")),
                where,
                next == null ? null : number(next),
                details(last(query, "details")));
    }

    /** Refuses a request with a query. */
    static void requireNone(Context context) {
        if (!query(context).isEmpty()) {
            throw PastQuery.bad("No request arguments allowed");
        }
    }

    /** Refuses a request with a body, whether or not it says so in a header. */
    static void requireNoBody(Context context) throws IOException {
        if (context.req().getInputStream().read() >= 0) {
            throw PastQuery.bad("No request data allowed");
        }
    }

    private static Map<String, List<String>> query(Context context) {
        try {
            return context.queryParamMap();
        } catch (IllegalArgumentException e) {
            throw PastQuery.bad("The query cannot be decoded");
        }
    }

    private static @Nullable String last(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getLast();
    }

    /** The largest number there is stands for all that are larger. */
    private static long number(String digits) {
        return digits.length() < 19
                ? Long.parseLong(digits)
                : new BigInteger(digits).min(LARGEST).longValue();
    }

    private static @Nullable Instant time(Map<String, List<String>> query, String name) {
        String text = last(query, name);
        if (text == null) {
            return null;
        }
        if (PastQuery.moment(name, text) instanceof Moment.AtTime time) {
            return Instant.ofEpochMilli(time.timeMs());
        }
        throw PastQuery.bad(name + " must be a time");
    }

    private static boolean details(@Nullable String text) {
        return switch (text == null ? "false" : text) {
            case "false" -> false;
            case "true" -> true;
            default -> throw PastQuery.bad("details must be true or false");
        };
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...") + "'";
    }
}
