package io.firstlight.archive.store;

import org.apache.kafka.common.Uuid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** The rows of {@code archive.topic} and {@code archive.partition_offset}, on the caller's connection and transaction. */
final class PartitionOffsets {

    private final Connection connection;

    PartitionOffsets(Connection connection) {
        this.connection = connection;
    }

    /** How far the partition is; 0 if it was never seen. */
    StoredPartition find(Uuid topicId, String topicName, int partition) throws SQLException {
        int topic =
                topicNumber(new UUID(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits()), topicName);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO archive.partition_offset"
                + " (topic, partition, next_offset) VALUES (?, ?, 0) ON CONFLICT DO NOTHING")) {
            insert.setInt(1, topic);
            insert.setInt(2, partition);
            insert.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT next_offset FROM archive.partition_offset WHERE topic = ? AND partition = ?")) {
            select.setInt(1, topic);
            select.setInt(2, partition);
            try (ResultSet row = select.executeQuery()) {
                return new StoredPartition(topic, partition, onlyLong(row));
            }
        }
    }

    /** False if the partition is not where the move begins; nothing has changed then. Locks the row until the transaction ends. */
    boolean move(OffsetMove move) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE archive.partition_offset"
                + " SET next_offset = ? WHERE topic = ? AND partition = ? AND next_offset = ?")) {
            update.setLong(1, move.nextOffset());
            update.setInt(2, move.from().topicNumber());
            update.setInt(3, move.from().partition());
            update.setLong(4, move.from().nextOffset());
            return update.executeUpdate() == 1;
        }
    }

    private int topicNumber(UUID topicId, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO archive.topic (topic_id, name)"
                + " SELECT ?, ? WHERE NOT EXISTS (SELECT FROM archive.topic WHERE topic_id = ?)"
                + " ON CONFLICT DO NOTHING")) {
            insert.setObject(1, topicId);
            insert.setString(2, name);
            insert.setObject(3, topicId);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("SELECT number FROM archive.topic WHERE topic_id = ?")) {
            select.setObject(1, topicId);
            try (ResultSet row = select.executeQuery()) {
                return (int) onlyLong(row);
            }
        }
    }

    private static long onlyLong(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new SQLException("a row that was just made is not there");
        }
        return row.getLong(1);
    }
}
