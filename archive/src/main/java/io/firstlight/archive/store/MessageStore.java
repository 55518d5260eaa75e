package io.firstlight.archive.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Messages get the ids that follow the newest, in their order, without a gap. The lock on the one row of {@code message_extent} lasts
 * until the transaction ends, so whoever sees an id sees all smaller ones too.
 */
final class MessageStore {

    /** Ids per partition of the table. A constant of the data on disk: partition n holds the ids from n times this on. */
    static final long IDS_PER_PARTITION = 10_000_000;

    private final Connection connection;

    MessageStore(Connection connection) {
        this.connection = connection;
    }

    /** Adds the messages; those that PostgreSQL refuses go to the list instead. Returns the rows added. */
    int store(List<Arrival.Message> messages, List<Refused> refused) throws SQLException {
        if (messages.isEmpty()) {
            return 0;
        }
        long lastId = lockExtent();
        for (long n = partition(lastId + 1); n <= partition(lastId + messages.size()); n++) {
            ensurePartition(n);
        }
        PoisonSearch<Arrival.Message> search = new PoisonSearch<>(connection, new MessageRows(lastId), refused);
        search.store(messages);
        moveExtent(lastId + search.rows());
        return search.rows();
    }

    private static long partition(long id) {
        return id / IDS_PER_PARTITION;
    }

    private long lockExtent() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT last_id FROM archive.message_extent FOR UPDATE")) {
            if (!row.next()) {
                throw new SQLException("archive.message_extent has lost its row");
            }
            return row.getLong(1);
        }
    }

    private void moveExtent(long lastId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE archive.message_extent SET last_id = ?")) {
            statement.setLong(1, lastId);
            statement.executeUpdate();
        }
    }

    private void ensurePartition(long number) throws SQLException {
        String name = "archive.message_" + number;
        if (Partitions.exists(connection, name)) {
            return;
        }
        // Made apart and attached: making it in place would lock readers out until the commit.
        Partitions.createLike(connection, name, "archive.message");
        Partitions.attach(
                connection,
                name,
                "archive.message",
                String.valueOf(number * IDS_PER_PARTITION),
                String.valueOf((number + 1) * IDS_PER_PARTITION));
    }
}
