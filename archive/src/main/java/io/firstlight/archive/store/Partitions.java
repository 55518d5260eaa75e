package io.firstlight.archive.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The statements that make a partition of a table. All names are our own, never from data. */
final class Partitions {

    private Partitions() {}

    static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static void createLike(Connection connection, String table, String parent) throws SQLException {
        execute(connection, "CREATE TABLE " + table + " (LIKE " + parent + " INCLUDING ALL)");
    }

    /** Attaches a table for the values from one bound to before the other. */
    static void attach(Connection connection, String table, String parent, String from, String to) throws SQLException {
        execute(
                connection,
                "ALTER TABLE " + parent + " ATTACH PARTITION " + table + " FOR VALUES FROM ('" + from + "') TO ('" + to
                        + "')");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
