package io.firstlight.archive.page;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The ids of a frozen list.
 *
 * <p>A time is found by bisection: ids are dense and times grow with them, so that some thirty probes of the primary key find it among a
 * billion messages and no index on time is needed. The records' times are those of the edges that took them in, which differ by
 * milliseconds; a message that is out of order by so much may lie on either side. The ids searched are those of the frozen list alone, so the
 * same question always cuts at the same place.
 *
 * @param newest the newest id of the list before times have cut it: what freezes it
 * @param first the smallest id
 * @param last the largest id; below {@code first} if there is none
 */
record IdRange(long newest, long first, long last) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** The smallest id within two bounds whose message is not older than a time; beyond the upper bound if there is none. */
    static final String NOT_OLDER = "WITH RECURSIVE search (low, high) AS (VALUES (?::bigint, ?::bigint)"
            + " UNION ALL SELECT CASE WHEN late THEN low ELSE middle + 1 END, CASE WHEN late THEN middle ELSE high END"
            + " FROM (SELECT low, high, (low + high) / 2 AS middle FROM search WHERE low < high) half,"
            // OFFSET 0 keeps it a probe for each step: as a join it could be planned as a scan of the table.
            + " LATERAL (SELECT time >= ?::timestamptz AS late FROM archive.message WHERE id = middle OFFSET 0) probe)"
            + " SELECT low FROM search WHERE low >= high";

    /** What a question means now. */
    static IdRange of(Connection connection, MessageQuestion question) throws SQLException {
        IdRange all = Queries.query(
                        connection,
                        "SELECT first_id, last_id FROM archive.message_extent",
                        row -> new IdRange(row.getLong(2), row.getLong(1), row.getLong(2)))
                .getFirst();
        Long paginationId = question.paginationId();
        long newest = paginationId == null ? all.last() : Math.min(paginationId, all.last());
        long first = notOlder(connection, question.from(), all.first(), newest, all.first());
        long end = notOlder(connection, question.to(), all.first(), newest, newest + 1);
        return new IdRange(newest, first, end - 1);
    }

    private static long notOlder(
            Connection connection, @Nullable Instant time, long first, long newest, long withoutTime)
            throws SQLException {
        if (time == null || newest < first) {
            return withoutTime;
        }
        return Queries.query(connection, NOT_OLDER, row -> row.getLong(1), first, newest + 1, utc(time))
                .getFirst();
    }

    /** The database's calendar ends earlier than ours. */
    private static OffsetDateTime utc(Instant time) {
        Instant within = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return within.atOffset(ZoneOffset.UTC);
    }

    /** How many ids there are. */
    long total() {
        return Math.max(0, last - first + 1);
    }
}
