package io.firstlight.archive.page;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks for the messages of a range that a JSON path matches, from the newest on: by windows of ids, each a statement of its own, until there
 * are enough, all are looked at, or the time is over. So a search costs {@value #BUDGET_MS} ms and little more, however rare the matches and
 * however large the table; where it stopped is where the next one goes on. Stateless.
 *
 * <p>A message matches if the first thing that the path finds in it is anything but {@code false} or {@code null}: that is what both
 * kinds of paths mean, predicates ({@code $.a > 3}) and those that select ({@code $.a ? (@ > 3)}). What does not apply to a message - a
 * missing key, a comparison of unlike types - is no match and no error.
 */
final class PathSearch {

    static final long BUDGET_MS = 1_000;

    private static final int FIRST_WINDOW = 1_000;
    private static final int LARGEST_WINDOW = 50_000;

    /** A window that takes longer than this is given up and made smaller. */
    private static final int WINDOW_TIMEOUT_S = 1;

    private static final String CHECK = "SELECT jsonb_path_query_first('{}', ?::jsonpath, '{}', true) IS NULL";

    static final String WINDOW = MessagePages.SELECT + " WHERE id > ? AND id <= ?"
            + " AND coalesce(jsonb_path_query_first(body, ?::jsonpath, '{}', true), 'null') NOT IN ('false', 'null')"
            + " ORDER BY id DESC LIMIT ?";

    private PathSearch() {}

    /**
     * What a search came to.
     *
     * @param looked the smallest id that has been looked at
     */
    record Found(List<StoredMessage> messages, long looked) {}

    /** Refuses a path that PostgreSQL does not take. */
    static void check(Connection connection, String path) throws SQLException {
        try {
            Queries.query(connection, CHECK, row -> row.getBoolean(1), path);
        } catch (SQLException e) {
            if (refusesPath(e)) {
                throw refused(e);
            }
            throw e;
        }
    }

    /** The matches from {@code last} down to {@code first}, {@code limit} at most. */
    static Found run(
            Connection connection, String path, long first, long last, int limit, Queries.Row<StoredMessage> reading)
            throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUDGET_MS);
        int window = FIRST_WINDOW;
        long next = last;
        while (next >= first && found.size() < limit && (next == last || System.nanoTime() - deadline < 0)) {
            long below = Math.max(first - 1, next - window);
            int wanted = limit - found.size();
            List<StoredMessage> some;
            try {
                some = Queries.query(connection, WINDOW_TIMEOUT_S, WINDOW, reading, below, next, path, wanted);
            } catch (SQLException e) {
                if (refusesPath(e)) {
                    throw refused(e);
                }
                if (!isTimeout(e) || window == 1) {
                    throw e;
                }
                window = Math.max(1, window / 8);
                continue;
            }
            found.addAll(some);
            next = some.size() == wanted ? some.getLast().id() - 1 : below;
            window = Math.min(LARGEST_WINDOW, window * 2);
        }
        return new Found(found, next + 1);
    }

    /** Data exceptions, syntax and unknown names, limits: appendix "PostgreSQL Error Codes" of its documentation. */
    private static boolean refusesPath(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("42") || state.startsWith("54");
    }

    private static boolean isTimeout(SQLException e) {
        return "57014".equals(e.getSQLState());
    }

    private static PathRefused refused(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String message = server == null ? e.getMessage() : server.getMessage();
        return new PathRefused(String.valueOf(message));
    }
}
