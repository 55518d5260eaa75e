package io.firstlight.archive.store;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Set;

/**
 * Which failures are the data's own fault: they come again however often the row is tried. Source: PostgreSQL documentation, appendix
 * "PostgreSQL Error Codes".
 */
final class SqlStates {

    /** Data exceptions, integrity violations, and limits such as the longest string in a jsonb. */
    private static final Set<String> DATA_CLASSES = Set.of("22", "23", "54");

    private SqlStates() {}

    static boolean refusesData(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state != null && state.length() == 5 && DATA_CLASSES.contains(state.substring(0, 2));
    }
}
