package io.firstlight.archive.page;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Asks the archive's database; each question borrows one connection, and has {@value #TIMEOUT_S} s. Thread-safe. */
final class Queries {

    static final int TIMEOUT_S = 5;

    private final DataSource dataSource;

    Queries(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A question of one or several queries. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** What a row says. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * The answer to a question.
     *
     * @throws ArchiveUnavailable if the database does not answer in time
     */
    <T> T ask(Question<T> question) {
        try (Connection connection = dataSource.getConnection()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw new ArchiveUnavailable(e);
        }
    }

    static <T> List<T> query(Connection connection, String sql, Row<T> reading, Object... parameters)
            throws SQLException {
        return query(connection, TIMEOUT_S, sql, reading, parameters);
    }

    /** The same with less time. */
    static <T> List<T> query(Connection connection, int timeoutS, String sql, Row<T> reading, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(timeoutS);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reading.read(result));
                }
            }
            return rows;
        }
    }
}
