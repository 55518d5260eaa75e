package io.firstlight.ingest.relay;

import io.firstlight.schemas.notice.Notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/**
 * Table {@code firstlight_outbox} as a service sees it: adds notices inside the service's own transaction.
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * updateJob(connection, 41, "running");
 * OutboxTable.add(connection, new Notice("jobs", 41, "status_changed"), "{\"unified_job_id\": 41, \"status\": \"running\"}");
 * connection.commit();
 * }</pre>
 *
 * In another language the same is one statement:
 * {@code insert into firstlight_outbox (group_name, notice_id, type, payload) values ('jobs', 41, 'status_changed', '{...}')}.
 *
 * <p>Stateless.
 */
public final class OutboxTable {

    private static final String DDL = "outbox.sql";

    private OutboxTable() {}

    /**
     * Adds a notice: sent if the connection's transaction is committed, else never. Notices of one thing go out in the order of their commits
     * as long as their transactions do not overlap; overlapping ones go out in the order in which they were added.
     *
     * @param payload the object that clients get, strict JSON. What the relay finds wrong with it later is moved aside with its reason
     * @throws SQLException if the database does not answer, has no such table, or the payload is no JSON object
     */
    public static void add(Connection connection, Notice notice, String payload) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into firstlight_outbox (group_name, notice_id, type, payload) values (?, ?, ?, ?::json)")) {
            insert.setString(1, notice.group());
            insert.setObject(2, notice.id(), Types.INTEGER);
            insert.setString(3, notice.type());
            insert.setString(4, payload);
            insert.executeUpdate();
        }
    }

    /** The statements that make the tables; they may be run again. */
    public static String ddl() {
        try (InputStream resource = OutboxTable.class.getResourceAsStream(DDL)) {
            if (resource == null) {
                throw new IllegalStateException(DDL + " is missing in the program");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the tables that lack. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl());
        }
    }
}
