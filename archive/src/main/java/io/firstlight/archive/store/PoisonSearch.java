package io.firstlight.archive.store;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/**
 * Copies arrivals into a table and finds those that PostgreSQL refuses.
 *
 * <p>All are tried at once behind a savepoint. If the data is refused, the savepoint is restored and each half is tried by itself, until
 * the arrivals at fault stand alone: k of them among n cost about k log n small copies, and none costs one savepoint. Halves go in order, so
 * the rows of the good ones keep the order of the log. An arrival is stored with all its rows or refused with all of them.
 */
final class PoisonSearch<A extends Arrival> {

    private final Connection connection;
    private final RowFormat<A> format;
    private final List<Refused> refused;
    private int rows;

    /**
     * For one table in one transaction.
     *
     * @param refused gets the arrivals that cannot be stored
     */
    PoisonSearch(Connection connection, RowFormat<A> format, List<Refused> refused) {
        this.connection = connection;
        this.format = format;
        this.refused = refused;
    }

    /** Rows that were added so far. */
    int rows() {
        return rows;
    }

    /**
     * Stores what can be stored.
     *
     * @throws SQLException if something else than the data is at fault; the transaction is to be given up then
     */
    void store(List<A> arrivals) throws SQLException {
        if (arrivals.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            rows += copy(arrivals);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!SqlStates.refusesData(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            split(arrivals, e);
        }
    }

    private void split(List<A> arrivals, SQLException refusal) throws SQLException {
        if (arrivals.size() == 1) {
            refused.add(new Refused(
                    arrivals.getFirst().source(),
                    "PostgreSQL refuses it (SQLSTATE " + refusal.getSQLState() + "): " + firstLine(refusal)));
            return;
        }
        int middle = arrivals.size() / 2;
        store(arrivals.subList(0, middle));
        store(arrivals.subList(middle, arrivals.size()));
    }

    private int copy(List<A> arrivals) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(format.copyCommand());
        try {
            CopyText out = new CopyText();
            int added = 0;
            for (A arrival : arrivals) {
                added += format.append(arrival, rows + added, out);
                out.drainIfFull(copy);
            }
            out.drain(copy);
            copy.endCopy();
            return added;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
