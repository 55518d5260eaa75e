package io.firstlight.ingest.relay;

import org.postgresql.PGConnection;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The relay's statements on one connection. The lock on the outbox belongs to the connection: it ends with it, whoever ends it.
 *
 * <p>Owned by the relay's thread.
 */
final class OutboxDatabase {

    /** First half of the advisory lock's key, which tells it from the service's own; the second half is the table. */
    private static final int LOCK = 0x0F1A5711;

    private final Connection connection;

    OutboxDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(true);
    }

    /** A row that can never be sent. */
    record Refused(long id, String reason) {}

    /** Has the server tell of commits from now on. */
    void listen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen firstlight_outbox");
        }
    }

    /** Whether this connection has the outbox for itself now. */
    boolean tryLock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select pg_try_advisory_lock(?, hashtext('firstlight_outbox'::regclass::oid::text))")) {
            statement.setInt(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** What this outbox is called among all. */
    UUID name() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select name from firstlight_outbox_name")) {
            if (!row.next()) {
                throw new SQLException(
                        "firstlight_outbox_name is empty: run the statements that make the tables again");
            }
            return row.getObject(1, UUID.class);
        }
    }

    /**
     * The rows that come next, in their order; all that are visible now, as far as they fit.
     *
     * @param most rows
     * @param mostBytes payloads of one answer, but for one beyond
     * @param largestPayload bytes; a larger one is left out
     */
    List<OutboxRow> next(int most, long mostBytes, int largestPayload) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select id, group_name, notice_id, type, case when bytes <= ? then payload::text end,
                    (extract(epoch from clock_timestamp() - created_at) * 1000)::bigint
                from (select *, sum(least(bytes, ?)) over (order by id) - least(bytes, ?) as bytes_before
                      from (select *, octet_length(payload::text) as bytes from firstlight_outbox order by id limit ?) first) fit
                where bytes_before < ? order by id""")) {
            statement.setInt(1, largestPayload);
            statement.setInt(2, largestPayload);
            statement.setInt(3, largestPayload);
            statement.setInt(4, most);
            statement.setLong(5, mostBytes);
            try (ResultSet rows = statement.executeQuery()) {
                List<OutboxRow> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(read(rows));
                }
                return found;
            }
        }
    }

    private static OutboxRow read(ResultSet row) throws SQLException {
        int noticeId = row.getInt(3);
        boolean hasNoticeId = !row.wasNull();
        return new OutboxRow(
                row.getLong(1),
                row.getString(2),
                hasNoticeId ? noticeId : null,
                row.getString(4),
                row.getString(5),
                Math.max(0, row.getLong(6)));
    }

    /**
     * Takes rows out: those that the log has, and those that it will never have, which move aside.
     *
     * @param tail by partition, from where on the log may hold rows that are still here
     * @return how many of those that the log has were there
     */
    int settle(Collection<Long> sent, Collection<Refused> refused, String topic, Map<Integer, Long> tail)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            int deleted = delete(sent);
            for (Refused row : refused) {
                moveAside(row);
            }
            move(topic, tail);
            connection.commit();
            return deleted;
        } catch (SQLException e) {
            rollBack(e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private int delete(Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("delete from firstlight_outbox where id = any(?)")) {
            Array array = connection.createArrayOf("bigint", ids.toArray());
            delete.setArray(1, array);
            return delete.executeUpdate();
        }
    }

    private void moveAside(Refused row) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement("""
                with gone as (delete from firstlight_outbox where id = ? returning *)
                insert into firstlight_outbox_refused (id, group_name, notice_id, type, payload, created_at, reason)
                select id, group_name, notice_id, type, payload, created_at, ? from gone on conflict (id) do nothing""")) {
            move.setLong(1, row.id());
            move.setString(2, row.reason());
            move.executeUpdate();
        }
    }

    private void move(String topic, Map<Integer, Long> tail) throws SQLException {
        if (tail.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into firstlight_outbox_tail (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update set next_offset = excluded.next_offset""")) {
            for (Map.Entry<Integer, Long> entry : tail.entrySet()) {
                upsert.setString(1, topic);
                upsert.setInt(2, entry.getKey());
                upsert.setLong(3, entry.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** By partition, from where on the log may hold rows that are still here; empty before the first run. */
    Map<Integer, Long> tail(String topic) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select partition, next_offset from firstlight_outbox_tail where topic = ?")) {
            statement.setString(1, topic);
            try (ResultSet rows = statement.executeQuery()) {
                Map<Integer, Long> tail = new HashMap<>();
                while (rows.next()) {
                    tail.put(rows.getInt(1), rows.getLong(2));
                }
                return tail;
            }
        }
    }

    /** Returns when something was committed, or after that time. */
    void awaitCommit(long timeoutMs) throws SQLException {
        // What it says is of no use: the table says it better.
        var unused = connection.unwrap(PGConnection.class).getNotifications((int) Math.max(1, timeoutMs));
    }

    private void rollBack(SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
